"""The server that many computers sync with.

May import: bootstrap and everything below it; Starlette and uvicorn (extra ``hub``).
"""
