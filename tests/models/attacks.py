"""Ways to change or remove a row that must stay, on whichever database the tests run.

Whatever a way needs to know of the table it asks the database or the model, so that a column
added later is attacked as well.
"""

from contextlib import contextmanager
from datetime import date, timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from tests.clinic import NOW, TODAY

SQLITE = connection.vendor == "sqlite"


def run(sql, values=()):
    """One statement, as an operator would type it."""
    with connection.cursor() as cursor:
        cursor.execute(sql, list(values))


def stored(row):
    """The row as the database has it, whatever the model says; None where it is gone."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM {row._meta.db_table} WHERE id = %s", [row.pk])
        return cursor.fetchone()


@contextmanager
def refused(row, message):
    """What is tried here fails, saying so, and leaves the row as it was."""
    before = stored(row)
    assert before is not None
    with pytest.raises(IntegrityError, match=message), transaction.atomic():
        yield
    assert stored(row) == before


def another(field, value):
    """Another value of the same kind. A new kind of column must be added here."""
    match value, field.get_internal_type():
        case bool(), _:
            return not value
        case list(), _:
            return [*value, "and one more"]
        case int(), _:
            return value + 1000
        case date(), _:
            return value + timedelta(days=1)
        case None, "ForeignKey" | "PositiveIntegerField":
            return 1000
        case None, "DateTimeField":
            return NOW + timedelta(days=1)
        case None, "DateField":
            return TODAY
        case str(), _:
            return value[:-1] + ("0" if value[-1:] != "0" else "1")
    raise NotImplementedError(f"no other value for {field}")


# Ways to change one column ------------------------------------------------------


def sql_update(row, field, value):
    value = field.get_db_prep_save(value, connection)
    run(f'UPDATE {row._meta.db_table} SET "{field.column}" = %s WHERE id = %s', [value, row.pk])


def save(row, field, value):
    setattr(row, field.attname, value)
    row.save()


def queryset_update(row, field, value):
    type(row)._base_manager.filter(pk=row.pk).update(**{field.attname: value})


def bulk_update(row, field, value):
    setattr(row, field.attname, value)
    type(row)._base_manager.bulk_update([row], [field.name])


def upsert(row, field, value):
    """`INSERT … ON CONFLICT DO UPDATE`, as Django writes it."""
    setattr(row, field.attname, value)
    type(row)._base_manager.bulk_create(
        [row], update_conflicts=True, unique_fields=["id"], update_fields=[field.name]
    )


def insert_or_replace(row, field, value):
    columns = {f'"{one.column}"': f'"{one.column}"' for one in row._meta.concrete_fields}
    columns[f'"{field.column}"'] = "%s"
    run(
        f"INSERT OR REPLACE INTO {row._meta.db_table} ({', '.join(columns)}) "
        f"SELECT {', '.join(columns.values())} FROM {row._meta.db_table} WHERE id = %s",
        [field.get_db_prep_save(value, connection), row.pk],
    )


def update_or(what):
    def way(row, field, value):
        run(
            f'UPDATE OR {what} {row._meta.db_table} SET "{field.column}" = %s WHERE id = %s',
            [field.get_db_prep_save(value, connection), row.pk],
        )

    way.__name__ = f"update_or_{what.lower()}"
    return way


def update_from(row, field, value):
    table = row._meta.db_table
    run(
        f'UPDATE {table} SET "{field.column}" = %s FROM {table} other '
        f"WHERE other.id = {table}.id AND {table}.id = %s",
        [field.get_db_prep_save(value, connection), row.pk],
    )


def merge(row, field, value):
    table = row._meta.db_table
    run(
        f"MERGE INTO {table} USING {table} other ON {table}.id = other.id AND other.id = %s "
        f'WHEN MATCHED THEN UPDATE SET "{field.column}" = %s',
        [row.pk, field.get_db_prep_save(value, connection)],
    )


def without_recursive_triggers(way):
    """The same way on a connection that forgot the setting, such as the `sqlite3` shell."""

    def careless(row, *words):
        run("PRAGMA recursive_triggers = OFF")
        try:
            way(row, *words)
        finally:
            run("PRAGMA recursive_triggers = ON")

    careless.__name__ = f"{way.__name__}_without_recursive_triggers"
    return careless


CHANGES = [sql_update, save, queryset_update, bulk_update, upsert, update_from]
if SQLITE:
    CHANGES += [insert_or_replace, without_recursive_triggers(insert_or_replace)]
    CHANGES += [update_or("REPLACE"), update_or("IGNORE"), update_or("FAIL")]
else:
    CHANGES += [merge]


def applies(way, field):
    """Django itself writes another row, or refuses, where the key is what is to change."""
    by_key = way.__name__.startswith(("save", "bulk_update", "upsert", "insert_or_replace"))
    return not (by_key and field.primary_key)


# Ways to remove a row -----------------------------------------------------------


def sql_delete(row):
    run(f"DELETE FROM {row._meta.db_table} WHERE id = %s", [row.pk])


def delete(row):
    row.delete()


def queryset_delete(row):
    type(row)._base_manager.filter(pk=row.pk).delete()


def raw_delete(row):
    """As Django deletes what it need not look at first."""
    rows = type(row)._base_manager.filter(pk=row.pk)
    rows._raw_delete(rows.db)


def delete_everything(row):
    run(f"DELETE FROM {row._meta.db_table}")


def delete_using(row):
    table = row._meta.db_table
    run(f"DELETE FROM {table} USING {table} other WHERE other.id = {table}.id")


def delete_inside_a_query(row):
    run(f"WITH gone AS (DELETE FROM {row._meta.db_table} RETURNING *) SELECT 1 FROM gone")


def truncate(table):
    def way(row):
        run("SET CONSTRAINTS ALL IMMEDIATE")
        run(f"TRUNCATE {table or row._meta.db_table} CASCADE")

    way.__name__ = f"truncate_{table or 'it'}"
    return way


DELETIONS = [sql_delete, delete, queryset_delete, raw_delete, delete_everything]
if not SQLITE:
    DELETIONS += [delete_using, delete_inside_a_query, truncate(None)]
    DELETIONS += [truncate("procedures_procedure")]


def drop_trigger(name, table):
    run(f"DROP TRIGGER {name}" + ("" if SQLITE else f" ON {table}"))


def named(way):
    """A way's name, for the name of the test."""
    return way.__name__
