"""Signatures by ``ssh-keygen -Y``: with a key that people have, verified by a program that stands on every machine.

Law of the file: no terminal is asked for a passphrase, and none is written down.
"""

import os
import re
import subprocess
import tempfile
from pathlib import Path

from bedside.orchestrator.failures import Problem

NAMESPACE = "bedside-release"
SIGNERS = "allowed_signers"
_SECONDS = 60
_SIGNER = re.compile(r'Good "bedside-release" signature (?:for (?P<who>\S+) )?with \S+ key (?P<key>\S+)')


def sign(file: Path, key: Path, passphrase: Path | None) -> Path:
    """Sign a file with a private key, or with a public one whose private half an agent holds; the signature beside it. Raises
    ``Problem``."""
    signature = file.with_name(f"{file.name}.sig")
    with tempfile.TemporaryDirectory() as folder:
        asked = _keygen(["-Y", "sign", "-f", str(key), "-n", NAMESPACE, str(file)], _askpass(Path(folder), passphrase))
    if asked.returncode == 0 and signature.is_file():
        signature.chmod(0o600)
        return signature
    raise _refused(key, passphrase, asked)


def _refused(key: Path, passphrase: Path | None, asked: "subprocess.CompletedProcess[bytes]") -> Problem:
    """Why a key could not be used."""
    said = " ".join(asked.stderr.decode(errors="replace").split())
    if "passphrase" in said:
        wrong = (
            "the one in the file is not its"
            if passphrase
            else "none was given: put it into a file and name that with --passphrase-file, or load the key into ssh-agent and name its .pub"
        )
        return Problem("input", f"The key {key} has a passphrase, and {wrong}.")
    return Problem(
        "input",
        f"{key} cannot sign ({said[:160] or 'ssh-keygen says nothing'}): name a private key that ssh-keygen reads.",
    )


def public_key(key: Path, passphrase: Path | None) -> str:
    """The public half: kind and key. Raises ``Problem``."""
    if not key.is_file():
        raise Problem("input", f"--key {key} is no file: name the private key, like ~/.ssh/id_ed25519.")
    beside = key if key.suffix == ".pub" else key.with_name(f"{key.name}.pub")
    if beside.is_file():
        text = beside.read_text("utf-8", errors="replace")
    else:
        with tempfile.TemporaryDirectory() as folder:
            asked = _keygen(["-y", "-f", str(key)], _askpass(Path(folder), passphrase))
        if asked.returncode:
            raise _refused(key, passphrase, asked)
        text = asked.stdout.decode(errors="replace")
    words = text.split()
    if len(words) < 2:
        raise Problem("input", f"The public half of {key} cannot be read: put {beside.name} beside it.")
    return f"{words[0]} {words[1]}"


def verified(file: Path, signature: Path, signers: Path | None) -> tuple[str | None, str]:
    """Who signed a file, by a list of allowed signers, and the fingerprint of the key. Without a list nobody is named. Raises ``Problem``
    for a signature that is not of these bytes, or of nobody on the list."""
    if signers is None:
        asked = _keygen(["-Y", "check-novalidate", "-n", NAMESPACE, "-s", str(signature)], {}, file)
        return None, _fingerprint(asked)
    found = _keygen(["-Y", "find-principals", "-f", str(signers), "-s", str(signature)], {}, file)
    who = found.stdout.decode(errors="replace").split()
    if found.returncode or not who:
        raise Problem("input", f"{signature.name} is signed with a key of nobody in {signers}.")
    asked = _keygen(["-Y", "verify", "-f", str(signers), "-I", who[0], "-n", NAMESPACE, "-s", str(signature)], {}, file)
    return who[0], _fingerprint(asked)


def _fingerprint(asked: "subprocess.CompletedProcess[bytes]") -> str:
    match = _SIGNER.search(asked.stdout.decode(errors="replace"))
    if asked.returncode or match is None:
        raise Problem(
            "input", "The signature is not of these bytes: what was signed has been changed, or the signature has."
        )
    return match["key"]


def _askpass(folder: Path, passphrase: Path | None) -> dict[str, str]:
    """What makes ssh-keygen read the passphrase from a file, or find none: it never asks a terminal."""
    if passphrase is None:
        return {"SSH_ASKPASS": "/bin/false", "SSH_ASKPASS_REQUIRE": "force"}
    if not passphrase.is_file():
        raise Problem("input", f"--passphrase-file {passphrase} is no file: check its path.")
    script = folder / "askpass"
    script.write_text('#!/bin/sh\nhead -n 1 -- "$BEDSIDE_PASSPHRASE_FILE"\n')
    script.chmod(0o700)
    return {
        "SSH_ASKPASS": str(script),
        "SSH_ASKPASS_REQUIRE": "force",
        "BEDSIDE_PASSPHRASE_FILE": str(passphrase.resolve()),
    }


def _keygen(
    arguments: list[str], variables: dict[str, str], stdin: Path | None = None
) -> "subprocess.CompletedProcess[bytes]":
    try:
        with (stdin or Path(os.devnull)).open("rb") as given:
            return subprocess.run(
                ["ssh-keygen", *arguments], stdin=given, capture_output=True, timeout=_SECONDS, check=False,
                env={**os.environ, "DISPLAY": ":0", **variables, "LC_ALL": "C"}, start_new_session=True,
            )  # fmt: skip
    except FileNotFoundError:
        raise Problem(
            "usage", "ssh-keygen is not installed, which signs and verifies: apt-get install openssh-client."
        ) from None
    except subprocess.TimeoutExpired:
        raise Problem("input", f"ssh-keygen did not answer in {_SECONDS} seconds: name another key.") from None
