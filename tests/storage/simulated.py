"""A simulated disk: unsynced writes may be torn, scattered by sector or lost, unsynced names lost; power can be cut.

It replaces the primitive steps of `Disk` alone, so the order of steps under test is the real one.
"""

from __future__ import annotations

from contextlib import contextmanager
from pathlib import Path

from aixin_tui.storage.disk import Disk, parent


class NoLock:
    """For a store that nobody else can reach."""

    @contextmanager
    def held(self):
        yield


class PowerCut(BaseException):
    """The power goes at this step."""


class Inode:
    """A file: what was synced, what a running process sees, and the writes in between."""

    def __init__(self, kept=b""):
        self.kept, self.now, self.writes = kept, bytearray(kept), []


FOLDER = Inode()


class SimulatedDisk(Disk):
    def __init__(self, names=None, *, rng, cut_at=0, fail_at=0, fail=28):
        super().__init__(Path("/nowhere"))
        self.seen = dict(names or {})
        self.kept = dict(self.seen)
        self.moves = []  # (folder, {name: inode or None}) that no folder sync has made durable
        self.rng, self.cut_at, self.fail_at, self.fail = rng, cut_at, fail_at, fail
        self.steps, self.version, self.failed = 0, 0, False

    def step(self, *, can_fail=True):
        self.steps += 1
        if self.steps == self.cut_at:
            raise PowerCut
        if self.steps == self.fail_at and can_fail:
            self.failed = True
            raise OSError(self.fail, "simulated")

    # Reading

    def exists(self, name):
        return name in self.seen

    def read(self, name, start=0, size=-1):
        if name not in self.seen:
            raise FileNotFoundError(name)
        data = bytes(self.seen[name].now)
        return data[start:] if size < 0 else data[start:start + size]

    def read_parts(self, name, *parts):
        return [self.read(name, *part) for part in parts]

    def mark(self, name):
        inode = self.seen.get(name)
        return inode and (id(inode), len(inode.now), self.version)

    def names(self, folder, suffix):
        for name in sorted(self.seen):
            if name.startswith(f"{folder}/") and name.endswith(suffix) and self.seen[name] is not FOLDER:
                yield name, self.mark(name)

    def may_read(self, folder):
        return True

    # Primitive steps

    def _open(self, name):
        if name not in self.seen:
            self._move(name, {name: Inode()})
        return self.seen[name]

    def _move(self, name, changes):
        self.moves.append((parent(name), changes))
        for key, inode in changes.items():
            if inode is None:
                self.seen.pop(key, None)
            else:
                self.seen[key] = inode

    def _size(self, handle):
        return len(handle.now)

    def _write(self, handle, data, at):
        middle = self.rng.randrange(len(data) + 1)
        self._put(handle, data[:middle], at)
        self.step()
        self._put(handle, data[middle:], at + middle)
        self.step()

    def _put(self, handle, data, at):
        self.version += 1
        handle.now[at:at + len(data)] = data
        handle.writes.append((at, bytes(data)))

    def _cut(self, handle, size):
        self.version += 1
        del handle.now[size:]
        handle.writes.append((size, None))
        self.step()

    def _sync(self, handle):
        self.step()
        handle.kept, handle.writes = bytes(handle.now), []

    def _close(self, handle):
        pass

    def _rename(self, name, to):
        self.step()
        self._move(to, {to: self.seen[name], name: None})

    def _remove(self, name):
        if name in self.seen:
            self._move(name, {name: None})

    def _make_folder(self, folder):
        self.step()
        self._move(folder, {folder: FOLDER})

    def _sync_folder(self, folder):
        self.step()
        for inside, changes in self.moves:
            if inside == folder:
                self._settle(self.kept, changes)
        self.moves = [move for move in self.moves if move[0] != folder]

    @staticmethod
    def _settle(names, changes):
        for key, inode in changes.items():
            if inode is None:
                names.pop(key, None)
            else:
                names[key] = inode

    # After the power was cut

    def survivors(self):
        """Give one of the states that the disk may hold now."""
        names = dict(self.kept)
        for folder in sorted({folder for folder, _ in self.moves}):
            here = [changes for inside, changes in self.moves if inside == folder]
            for changes in here[: self.rng.randrange(len(here) + 1)]:
                self._settle(names, changes)
        out = {}
        for name, inode in names.items():
            above = parent(name)
            if above and above not in names:
                continue
            out[name] = FOLDER if inode is FOLDER else Inode(self._torn(inode))
        return {name: inode for name, inode in out.items() if all(up in out for up in _above(name))}

    def _torn(self, inode):
        data = bytearray(inode.kept)
        scattered = self.rng.random() < 0.5
        for at, piece in inode.writes[: self.rng.randrange(len(inode.writes) + 1)]:
            if piece is None:
                del data[at:]
                continue
            data.extend(b"\0" * (at - len(data)))
            if not scattered:
                part = piece[: self.rng.randrange(len(piece) + 1)]
                data[at:at + len(part)] = part
                continue
            for start in range(0, len(piece), 512):
                sector = piece[start:start + 512]
                if self.rng.random() < 0.7:
                    data.extend(b"\0" * (at + start - len(data)))
                    data[at + start:at + start + len(sector)] = sector
                else:
                    data.extend(b"\0" * (at + start + len(sector) - len(data)))
        return bytes(data)


def _above(name):
    while name := parent(name):
        yield name
