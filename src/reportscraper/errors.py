"""The error tree.

ReportscraperError
├── InputError            the caller's: a file or option that cannot be used        → exit 2, nothing done
│   └── RegistryError     a county file with an unknown key or a bad value          → exit 2, names file and line
├── DocumentError         the page's: cannot be read whole                          → skip the page, keep the capture
├── SiteError             the site's                                                → stop this site, go on with others
│   ├── ChallengeError    a challenge page; recorded, never solved                  → leave the host alone until cool-down
│   └── RobotsError       robots.txt forbids it, or could not be had                → skip the URL or wait
├── FetchError            the network's: no whole answer                            → retry later
│   ├── AddressError      the host resolves to an address we never contact          → skip, never retry
│   ├── OversizeError     more bytes than allowed                                   → skip, never retry
│   └── SlowError         the time of one exchange is over                          → retry in the next run
├── ResourceError         ours: no more sockets or files can be opened             → end the run, raise `ulimit -n`
├── ArchiveError          ours: a record is damaged or cannot be written            → report file and offset, read the rest
└── StoreError            ours: the database is locked, newer than the code, or full → exit 3
    ├── LockedError       another run is at work                                    → exit 3, try again later
    └── DiskError         the disk is full, or fails                                → end the run; the next one goes on
"""

from __future__ import annotations


class ReportscraperError(Exception):
    """Base of every error this package raises on purpose; what a person is told of it in English and, where they may meet it, Chinese."""

    def __init__(self, en: str = "", zh: str = "") -> None:
        super().__init__(en, zh)
        self.en = en
        self.zh = zh

    def __str__(self) -> str:
        return " ".join(filter(None, (self.en, self.zh)))


def unexpected(error: Exception) -> str:
    """What is said of an error that nobody raised on purpose: a fault of ours."""
    return f"unexpected {type(error).__name__}: {error}"


class InputError(ReportscraperError):
    """A file or an option given by the caller cannot be used."""


class RegistryError(InputError):
    """A county file has an unknown key or a bad value; the message names file and line."""


class DocumentError(ReportscraperError):
    """A page cannot be read whole: resource limits, undecodable bytes, no markup."""


class SiteError(ReportscraperError):
    """The site answers, but not with what was asked for."""


class ChallengeError(SiteError):
    """A challenge page (script puzzle, slider, firewall notice) stands where the content should be."""


class RobotsError(SiteError):
    """robots.txt forbids the URL, or could not be fetched and so forbids everything for now."""


class FetchError(ReportscraperError):
    """No whole answer came back: name not resolved, connection refused or reset, time over."""


class AddressError(FetchError):
    """The host's address is private, loopback or otherwise not public; nothing was sent."""


class OversizeError(FetchError):
    """The answer is larger than allowed, on the wire or once inflated."""


class SlowError(FetchError):
    """No whole answer in the time that one exchange may take."""


class ResourceError(ReportscraperError):
    """The system gives this process no more sockets or files; no site is at fault."""


class ArchiveError(ReportscraperError):
    """A WARC record is damaged or missing. ``file`` and ``offset`` say where."""

    def __init__(self, message: str, zh: str = "", *, file: str, offset: int) -> None:
        super().__init__(f"{file} at offset {offset}: {message}", f"{file} 偏移 {offset}：{zh or message}")
        self.file = file
        self.offset = offset

    def __str__(self) -> str:
        return self.en


class StoreError(ReportscraperError):
    """The database cannot be used."""


class LockedError(StoreError):
    """Another run holds the lock."""


class DiskError(StoreError):
    """The disk is full, or reading or writing it fails."""
