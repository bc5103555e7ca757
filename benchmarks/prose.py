"""Speed of sections and statements: python benchmarks/prose.py [FILE...]

Without files the text is made up: sentences of a report's first chapter with other numbers each time. Prints MB/s (UTF-8) and
characters a second of one core, the best of several runs, for statements alone and for sections and statements together.
"""

from __future__ import annotations

import argparse
import random
import time
from collections.abc import Callable
from pathlib import Path

from reportscraper.model import Block
from reportscraper.parse.prose import parse_prose
from reportscraper.parse.sections import read_sections

CHAPTERS = (
    ("一、总体情况", (
        "{}年，我县认真贯彻落实《中华人民共和国政府信息公开条例》，坚持以公开为常态、不公开为例外，不断提升政务公开质量。",
        "全年主动公开政府信息{}条，其中政府网站发布{}条，微信公众号推送{}条，其他各类信息{}余条。",
        "制发行政规范性文件{}件，废止{}件；发布政策解读{}篇，举办新闻发布会{}场。",
        "健全政务新媒体管理机制，严格落实信息发布审核制度，常态化开展内容检查，及时整改错敏信息，确保信息内容权威准确。",
        "收到政府信息公开申请{}件，上年结转{}件，答复{}件，结转下年度继续办理{}件。",
        "因政府信息公开引起的行政复议{}件，其中维持{}件；未发生行政诉讼。",
        "组织业务培训{}次，参训人员{}人次，网站访问量达{}万人次，同比增长{}%。",
    )),
    ("五、存在的主要问题及改进情况", (
        "一年来，政务公开工作取得了一定成效，但仍存在公开内容不够全面、解读形式不够丰富、队伍力量比较薄弱等问题。",
        "下一步，我们将围绕群众关切，进一步完善工作机制，细化公开目录，加强业务指导，推动政务公开工作再上新台阶。",
    )),
    ("六、其他需要报告的事项", ("本年度未收取信息处理费。无其他需要报告的事项。",)),
)  # fmt: skip


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="*", type=Path)
    reports = [path.read_text("utf-8") for path in parser.parse_args().files] or made_up(300)
    size = sum(len(report.encode()) for report in reports)
    characters = sum(map(len, reports))
    stated = sum(len(parse_prose(report)) for report in reports)
    print(
        f"{len(reports)} texts, {size / 1e6:.2f} MB, {characters} characters, {stated} statements ({size / max(stated, 1):.0f} bytes each)"
    )
    for name, work in (("statements", parse_prose), ("sections and statements", both)):
        seconds = min(timed(work, reports) for _ in range(7))
        print(f"{name:25}{size / seconds / 1e6:7.2f} MB/s {characters / seconds / 1e6:7.2f} million characters/s")


def made_up(count: int) -> list[str]:
    """Texts of reports, no two alike."""
    draw = random.Random(20)
    return [
        "\n".join(line for heading, lines in CHAPTERS for line in (heading, fill("".join(lines), draw)))
        for _ in range(count)
    ]


def fill(text: str, draw: random.Random) -> str:
    """The text with a number in every gap."""
    return "".join(f"{piece}{draw.randint(1, 3000)}" for piece in text.split("{}"))


def both(text: str) -> object:
    """Sections of a text and the statements of each, as a report is read."""
    sections, _ = read_sections([Block(text=line) for line in text.split("\n")])
    return [parse_prose(section.text, section=section.kind) for section in sections]


def timed(work: Callable[[str], object], reports: list[str]) -> float:
    """Seconds of processor time for all reports."""
    started = time.process_time()
    for report in reports:
        work(report)
    return time.process_time() - started


if __name__ == "__main__":
    main()
