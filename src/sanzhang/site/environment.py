"""Settings and secrets from the environment."""

import base64
import os
import secrets
from pathlib import Path

SECRETS = ("SANZHANG_SECRET_KEY", "SANZHANG_DATA_KEY", "SANZHANG_SIGNING_KEY")


class MissingSetting(RuntimeError):
    """A setting without which the program must not start."""


def required(name: str) -> str:
    """The value of ``name``. Raises ``MissingSetting`` with what to do when it is not set."""
    value = os.environ.get(name)
    if not value:
        raise MissingSetting(
            f"环境变量 {name} 未设置；运行 sanzhang init 生成，或由运维提供。({name} is not set: run `sanzhang init`, or have it provided.)"
        )
    return value


def flag(name: str) -> bool:
    """Whether ``name`` is set to 1."""
    return os.environ.get(name) == "1"


def load(home: Path) -> None:
    """Read ``home/secrets.env`` into the environment; what is already set there wins."""
    file = home / "secrets.env"
    if file.is_file():
        for line in file.read_text("utf-8").splitlines():
            name, _, value = line.partition("=")
            if name and not name.startswith("#"):
                os.environ.setdefault(name, value)


def write_secrets(home: Path) -> bool:
    """Write fresh random secrets, readable by the owner alone, unless they are there already. Returns whether it wrote."""
    file = home / "secrets.env"
    if file.exists():
        return False
    home.mkdir(parents=True, exist_ok=True)
    lines = [f"{name}={base64.urlsafe_b64encode(secrets.token_bytes(32)).decode()}" for name in SECRETS]
    file.touch(mode=0o600)
    file.write_text("\n".join(lines) + "\n", "utf-8")
    return True
