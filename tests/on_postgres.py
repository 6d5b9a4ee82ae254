"""Run the tests on PostgreSQL where one answers on this machine; say so where none does."""

import os
import subprocess
import sys

import psycopg

ADDRESS = os.environ.get("SANZHANG_TEST_POSTGRES", "postgresql://127.0.0.1:5432/postgres?user=postgres")


def main() -> int:
    """The exit code of the tests; 0 when there is no PostgreSQL."""
    try:
        psycopg.connect(ADDRESS, connect_timeout=3).close()
    except psycopg.OperationalError as error:
        print(f"PostgreSQL does not answer, its tests are left out: {error}".splitlines()[0])
        return 0
    environment = os.environ | {"SANZHANG_DATABASE_URL": ADDRESS}
    return subprocess.run(
        [sys.executable, "-m", "pytest", "-n", "3", "-m", "not browser and not sqlite_only"], env=environment, check=False
    ).returncode


if __name__ == "__main__":
    sys.exit(main())
