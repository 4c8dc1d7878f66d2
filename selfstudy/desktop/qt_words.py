"""Qt's own few sentences (context menus, file dialogs, buttons) in the language of the program.

Qt ships no Vietnamese; a translator in code takes them from the words table `[qt]`.
"""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QCoreApplication, QTranslator

from selfstudy.words import known, t

_SOURCES: Final = {
    "&Undo": "undo", "&Redo": "redo", "Cu&t": "cut", "&Copy": "copy", "&Paste": "paste",
    "Copy &Link Location": "copy_link", "Delete": "delete", "Select All": "select_all",
    "&Select All": "select_all", "&Step up": "step_up", "Step &down": "step_down",
    "OK": "ok", "&OK": "ok", "Save": "save", "Save All": "save_all", "Open": "open",
    "&Yes": "yes", "Yes to &All": "yes_to_all", "&No": "no", "N&o to All": "no_to_all",
    "Abort": "abort", "Retry": "retry", "Ignore": "ignore", "Close": "close", "&Close": "close",
    "Cancel": "cancel", "&Cancel": "cancel", "Discard": "discard", "Help": "help",
    "Apply": "apply", "Reset": "reset", "Restore Defaults": "restore_defaults",
    "&Choose": "choose", "&Open": "menu_open", "&Save": "menu_save", "Look in:": "look_in",
    "File &name:": "file_name", "Files of type:": "file_type",
    "&Look in:": "look_in", "Files of &type:": "file_type", "Show ": "show",
    "Directory:": "directory",
    "Back": "back", "Go back": "go_back", "Forward": "forward", "Go forward": "go_forward",
    "Parent Directory": "parent", "Go to the parent directory": "parent_long",
    "Create New Folder": "new_folder", "Create a New Folder": "new_folder_long",
    "&New Folder": "menu_new_folder", "New Folder": "new_folder", "List View": "list_view",
    "Change to list view mode": "list_view_long", "Detail View": "detail_view",
    "Change to detail view mode": "detail_view_long", "Sidebar": "sidebar",
    "List of places and bookmarks": "sidebar_long", "Files": "files", "&Rename": "rename",
    "&Delete": "menu_delete", "Show &hidden files": "show_hidden",
    "Find Directory": "find_directory", "Save As": "save_as", "All Files (*)": "all_files",
    "All files (*.*)": "all_files_star", "Directories": "directories", "Remove": "remove",
    "My Computer": "my_computer", "Computer": "computer", "Name": "name", "Size": "size",
    "Type": "type", "Kind": "kind", "Date Modified": "date_modified", "Folder": "folder",
    "File Folder": "folder", "Drive": "drive", "File": "file", "%1 File": "file_kind",
    "%1 already exists.\nDo you want to replace it?": "exists",
    "%1\nFile not found.\nPlease verify the correct file name was given.": "not_found",
    "%1\nDirectory not found.\nPlease verify the correct directory name was given.":
        "folder_not_found",
    "Are you sure you want to delete '%1'?": "delete_ask",
    "'%1' is write protected.\nDo you want to delete it anyway?": "delete_protected",
    "Could not delete directory.": "delete_failed", "Recent Places": "recent",
    "Close Tab": "close_tab",
}  # fmt: skip


class QtWords(QTranslator):
    """Answers Qt's sentences; one that it does not know stays as Qt wrote it."""

    def translate(
        self,
        _context: str,
        source: str,
        _disambiguation: str | None = None,
        _n: int = -1,
    ) -> str:
        """The sentence in our words, or as it came."""
        key = f"qt.{_SOURCES.get(source, '')}"
        return t(key) if known(key) else source  # empty would blank out "Ctrl"

    def isEmpty(self) -> bool:
        return False


def install(app: QCoreApplication) -> QtWords:
    """Speak Qt's sentences too; the translator belongs to the application."""
    words = QtWords(app)
    app.installTranslator(words)
    return words
