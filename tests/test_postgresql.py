"""The PostgreSQL that tests are given is a real one."""

from __future__ import annotations

from sqlalchemy import create_engine, text


def test_a_test_module_gets_an_empty_postgresql_database_that_keeps_vietnamese(postgresql_url):
    engine = create_engine(postgresql_url)

    with engine.begin() as connection:
        connection.execute(text("create table people (name text primary key)"))
        connection.execute(text("insert into people values (:name)"), {"name": "Đặng Thị Hạnh"})
        names = connection.scalars(text("select name from people where name like 'Đặng%'")).all()
    engine.dispose()

    assert names == ["Đặng Thị Hạnh"]
