"""Settings of one installation, from the environment (prefix BONDLIFE_)."""

import os
import secrets
from contextlib import suppress
from functools import lru_cache
from pathlib import Path
from tempfile import NamedTemporaryFile

from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    """Where data lie, how to listen, how strict to be."""

    model_config = SettingsConfigDict(env_prefix="BONDLIFE_", env_file=None)

    data_dir: Path = Path("data")
    database_url: str = ""
    host: str = "127.0.0.1"
    port: int = 8000
    demo: bool = False
    secure_cookies: bool = False
    password_profile: str = "asvs"  # noqa: S105
    digest_algorithm: str = "sha256"
    idle_minutes: int = 15
    absolute_hours: int = 8
    upload_limit: int = 20 * 1024 * 1024
    audit_heads: Path | None = None
    job_process: bool = True
    lease_seconds: float = 30.0
    calculator_seconds: float = 20.0
    document_seconds: float = 60.0
    document_fonts: Path | None = None
    argon2_cheap: bool = False
    smtp_host: str = ""
    smtp_port: int = 25
    smtp_from: str = "bondlife@localhost"
    smtp_user: str = ""
    smtp_password: str = ""
    smtp_starttls: bool = False
    trusted_proxies: str = ""
    public_host: str = ""
    oc4ids_prefix: str = "oc4ids-bondlife"
    ocds_prefix: str = "ocds-bondlife"
    standards_dir: Path | None = None

    @property
    def url(self) -> str:
        """Return the database address; an embedded file unless one is set."""
        return self.database_url or f"sqlite:///{self.data_dir / 'bondlife.db'}"

    @property
    def documents_dir(self) -> Path:
        """Return where attachments lie, addressed by digest."""
        return self.data_dir / "documents"

    @property
    def uploads_dir(self) -> Path:
        """Return where files wait to be confirmed, addressed by digest."""
        return self.data_dir / "uploads"

    @property
    def exports_dir(self) -> Path:
        """Return where files wait to be fetched by who asked for them, addressed by digest."""
        return self.data_dir / "exports"

    @property
    def heads_file(self) -> Path:
        """Return where heads of the audit chain are written down, outside the database."""
        return self.audit_heads or self.data_dir / "audit-heads.log"

    def secret(self) -> str:
        """Return the installation's secret, made at first use, readable by its owner only.

        It is whole before it has its name and the first stays: processes that start at once share it.
        """
        path = self.data_dir / "secret"
        if not path.exists():
            _place(path, secrets.token_urlsafe(48))
        return path.read_text().strip()


def _place(path: Path, text: str) -> None:
    """Put a text where nothing is yet, on the disk and readable by its owner only; what is there stays."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with NamedTemporaryFile("w", dir=path.parent, prefix=f".{path.name}-") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
        with suppress(FileExistsError):
            os.link(file.name, path)


@lru_cache(maxsize=1)
def settings() -> Settings:
    """Return the settings of this process."""
    return Settings()
