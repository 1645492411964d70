"""What the server has acknowledged is saved, however it ends. `benchmarks/kill.py` does it longer."""

import signal
from pathlib import Path

from benchmarks.kill import killed, siege


def test_killed_server_has_lost_no_acknowledged_answer(database: str, tmp_path: Path) -> None:
    found = killed(database, tmp_path / "instance", kills=10, whole=5)
    assert found.lost == ()
    assert found.kills == 10
    assert found.acknowledged > 40


def test_stopped_server_has_lost_no_acknowledged_answer(database: str, tmp_path: Path) -> None:
    with siege(database, tmp_path / "instance") as laid:
        laid.running.process.send_signal(signal.SIGTERM)
        assert laid.running.wait() == 0
        laid.end()
        assert tuple(laid.lost()) == ()
        assert "Traceback" not in laid.running.output
