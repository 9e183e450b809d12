"""The sandboxed process: reads requests on standard input, runs programs, writes frames to standard output.

Started with `python -I` and an empty environment; after its imports it can open no file, start no process and use so
much memory. A timer of processor time with its default action ends it within a program that does not end. It imports
nothing of Seaway's. Frames are a length of four bytes, a tag and JSON:

* `+` an answer: of a check null or the flaw, else `[value]`, `[]` or `{"e": why}` of programs;
* `!` the programs fused over this document gave no answer: ask for each apart;
* `.` the end of a request; `~` the same, and the process leaves, since it has grown.
"""

import json
import os
import re
import resource
import signal
import struct
import sys
from typing import Any

import jq

# What reads the process or ends it has no meaning here. A program lies within brackets, where `import` cannot parse.
SHIELD = (
    'def env:{}; def halt:error("halt is not available"); def halt_error:halt; def halt_error($code):halt; '
    'def input:error("there is one document"); def inputs:empty; def debug:.; def debug(m):.; def stderr:.; '
    "def input_filename:null; def input_line_number:0; def get_search_list:[]; def get_jq_origin:null; "
    'def get_prog_origin:null; def modulemeta:error("modulemeta is not available"); '
    "{} as $ENV | {} as $__prog_args | "
)
CAUGHT = 'catch {e:((if type=="string" then . else tojson end)|.[:500])}'
GROUP = 50  # programs fused into one: the time to compile one grows faster than its length
KEPT = 64  # fused programs, and a hundred times as many verdicts, that are kept
PAGE = resource.getpagesize()
FAILED = (ValueError, StopIteration)
BRACKETS = {")": "(", "]": "[", "}": "{"}
AT = re.compile(r"jq: error: (.+?) at <top-level>, line (\d+), column (\d+)", re.DOTALL)

Flaw = dict[str, Any]


def plain(program: str) -> bool:
    """Tell whether the brackets of a program are seen to be its own, without comments and escapes to think about."""
    if "#" in program or "\\" in program or "\0" in program:
        return False
    parts = program.split('"')
    open_: list[str] = []
    for sign in "".join(parts[::2]):
        if sign in "([{":
            open_.append(sign)
        elif sign in BRACKETS and (not open_ or open_.pop() != BRACKETS[sign]):
            return False
    return len(parts) % 2 == 1 and not open_


def flaw(program: str) -> Flaw | None:
    """Return why a program cannot be run, None when it can.

    It must compile within round and within square brackets: one that closes brackets it did not open, to reach out of
    its place, cannot do both.
    """
    if "\0" in program:
        return {"m": "the program holds a NUL character"}
    for left, right in ("()", "[]"):
        try:
            jq.compile(f"{SHIELD}{left}\n{program}\n\n{right}")
        except ValueError as error:
            return _told(program, str(error))
    return None


def _told(program: str, wrapped: str) -> Flaw:
    """Say it as libjq says it of the program alone, in which the place is the writer's own."""
    if not program.strip():
        return {"m": "the program is empty"}
    if re.search(r"\b(import|include)\b", program):
        return _place(wrapped, 1) if "import" not in wrapped and "include" not in wrapped else {"m": _MODULES}
    try:
        jq.compile(program)
    except ValueError as error:
        return _place(str(error), 0)
    return _place(wrapped, 1)


_MODULES = "import and include are not available"


def _place(message: str, lines_before: int) -> Flaw:
    found = AT.search(message)
    if found is None:
        return {"m": message.removeprefix("jq: error: ").split("\n")[0][:300]}
    said = found[1].split(", expecting")[0].replace("INVALID_CHARACTER", "character")
    return {"m": said[:300], "l": max(1, int(found[2]) - lines_before), "c": int(found[3])}


class Fused:
    """Programs made into few: `flaws` of each, and for those without one the compiled groups."""

    def __init__(self, programs: list[str], bench: "Bench") -> None:
        self.flaws = [None if plain(each) else bench.flaw(each) for each in programs]
        self.groups: list[Any] = []
        for start in range(0, len(programs), GROUP):
            places = range(start, min(start + GROUP, len(programs)))
            if not self._add([programs[no] for no in places if self.flaws[no] is None], bench):
                for no in places:
                    self.flaws[no] = self.flaws[no] or bench.flaw(programs[no])
                if not self._add([programs[no] for no in places if self.flaws[no] is None], bench):
                    self.groups.append(None)  # each compiles, all together do not

    def _add(self, programs: list[str], bench: "Bench") -> bool:
        if not programs:
            return True
        bench.arm()
        body = ",\n".join(f"(try [limit(1;(\n{each}\n\n))] {CAUGHT})" for each in programs)
        try:
            self.groups.append(jq.compile(f"{SHIELD}[{body}]|tojson"))
        except ValueError:
            return False
        return True

    def over(self, text: str) -> str | None:
        """Return the answers over a document as JSON, None where there is none for all at once."""
        try:
            return "[" + ",".join(each.input_text(text).first() for each in self.groups) + "]"
        except (*FAILED, AttributeError):
            return None


class Bench:
    """Does what is asked."""

    def __init__(self, processor: float, output: int) -> None:
        self._processor = processor
        self._output = output
        self._verdicts: dict[str, Flaw | None] = {}
        self._fused: dict[tuple[str, ...], Fused] = {}

    def arm(self) -> None:
        """Give what follows its time."""
        signal.setitimer(signal.ITIMER_PROF, self._processor)

    def flaw(self, program: str) -> Flaw | None:
        """Return why a program cannot be run; looked at once."""
        if program not in self._verdicts:
            if len(self._verdicts) >= KEPT * 100:
                self._verdicts.clear()
            self.arm()
            self._verdicts[program] = flaw(program)
        return self._verdicts[program]

    def check(self, programs: list[str], _sizes: list[int]) -> None:
        """Answer for each program whether it can be run."""
        for each in programs:
            send(b"+", json.dumps(self.flaw(each)).encode())

    def fuse(self, programs: list[str], sizes: list[int]) -> None:
        """Answer the flaws of all programs, then for each document what those without one gave."""
        key = tuple(programs)
        fused = self._fused.pop(key, None) or Fused(programs, self)
        self._fused[key] = fused
        if len(self._fused) > KEPT:
            del self._fused[next(iter(self._fused))]
        send(b"+", json.dumps(fused.flaws).encode())
        for size in sizes:
            text = receive(size)
            self.arm()
            try:
                answer = fused.over(text.decode())
            except UnicodeDecodeError:
                answer = None
            told = None if answer is None else answer.encode()
            if told is None or len(told) > self._output:
                send(b"!")
            else:
                send(b"+", told)

    def each(self, programs: list[str], sizes: list[int]) -> None:
        """Answer for one document what each program gave, as soon as it is known."""
        text = receive(sizes[0])
        for program in programs:
            found = self.flaw(program)
            self.arm()
            told = json.dumps({"e": words(found)}) if found else self._alone(program, text)
            if len(told.encode()) > self._output:
                told = json.dumps({"e": f"gave more than {self._output} bytes"})
            send(b"+", told.encode())

    def _alone(self, program: str, text: bytes) -> str:
        try:
            compiled = jq.compile(f"{SHIELD}(try [limit(1;(\n{program}\n\n))] {CAUGHT})|tojson")
            return str(compiled.input_text(text.decode()).first())
        except FAILED as error:
            return json.dumps({"e": str(error)[:500] or "gave nothing"})


def words(found: Flaw) -> str:
    """Say a flaw in a line."""
    return f"{found['m']} at line {found['l']}, column {found['c']}" if "l" in found else str(found["m"])


def receive(size: int) -> bytes:
    """Read so many bytes; the end of the input ends the process, since whoever asked is gone."""
    found = sys.stdin.buffer.read(size)
    if len(found) < size:
        os._exit(0)
    return found


def send(tag: bytes, payload: bytes = b"") -> None:
    """Write a frame."""
    frame = memoryview(struct.pack("<I", len(payload) + 1) + tag + payload)
    while frame:
        frame = frame[os.write(1, frame) :]


def enclose(memory: int) -> None:
    """Give up what a program could misuse. No file can be opened; those that are open stay so."""
    limits = {
        resource.RLIMIT_AS: memory << 20,
        resource.RLIMIT_CORE: 0,
        resource.RLIMIT_FSIZE: 0,
        resource.RLIMIT_NPROC: 0,
        resource.RLIMIT_NOFILE: 3,
    }
    for what, limit in limits.items():
        resource.setrlimit(what, (limit, limit))


def main() -> None:
    """Answer requests until the input ends."""
    memory, processor, output = int(sys.argv[1]), float(sys.argv[2]), int(sys.argv[3])
    jq.compile(SHIELD + "localtime|mktime|tojson").input_text("0").first()  # loads what is loaded on first use
    # Not from getrusage: its maximum is that of the process that started this one, over the exec.
    held = os.open("/proc/self/statm", os.O_RDONLY)
    enclose(memory)
    bench = Bench(processor, output)
    modes = {"check": bench.check, "fuse": bench.fuse, "each": bench.each}
    send(b"+")
    while True:
        (size,) = struct.unpack("<I", receive(4))
        request = json.loads(receive(size))
        modes[request["mode"]](request["programs"], request["sizes"])
        signal.setitimer(signal.ITIMER_PROF, 0)
        grown = int(os.pread(held, 100, 0).split()[1]) * PAGE > memory << 19  # half of it
        send(b"~" if grown else b".")
        if grown:
            return


if __name__ == "__main__":
    main()
