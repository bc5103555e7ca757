"""Speed of sections and statements: python benchmarks/prose.py [FILE...]

Without files the text is made up: sentences of a report with other numbers each time, one figure in about 130 bytes, denser than a
real report of a county office (one in 180). Prints MB/s (UTF-8) and
characters a second of one core, the best of several runs, for statements alone and for sections and statements together.
"""

from __future__ import annotations

import argparse
import random
import time
from collections.abc import Callable
from pathlib import Path

from reportscraper.model import Block
from reportscraper.report.prose.read_prose import parse_prose
from reportscraper.report.sections.read_sections import read_sections

CHAPTERS = (
    ("一、总体情况", (
        "本年度报告依据有关规定编制，由总体情况、主动公开、依申请公开、复议诉讼、存在问题和其他事项等部分组成，数据统计口径与往年一致。",
        "{}年，我县认真贯彻落实《中华人民共和国政府信息公开条例》，坚持以公开为常态、不公开为例外，不断提升政务公开质量。",
        "全年主动公开政府信息{}条，其中政府网站发布{}条，微信公众号推送{}条，其他各类信息{}余条。",
        "制发行政规范性文件{}件，废止{}件；发布政策解读{}篇，举办新闻发布会{}场。",
        "健全政务新媒体管理机制，严格落实信息发布审核制度，常态化开展内容检查，及时整改错敏信息，确保信息内容权威准确。",
        "收到政府信息公开申请{}件，上年结转{}件，答复{}件，结转下年度继续办理{}件。",
        "因政府信息公开引起的行政复议{}件，其中维持{}件；未发生行政诉讼。",
        "对本机关历史文件开展系统梳理，及时调整更新目录，做到底数清、情况明，公开内容准确规范，方便企业群众查阅获取。",
        "优化门户网站栏目设置，丰富图文、视频等解读形式，统筹线上线下公开渠道，推动政策直达基层、直达群众。",
        "将政务公开纳入目标责任制考核，定期通报工作进展，督促问题整改到位，本年度未发生需要追究责任的情形。",
        "组织业务培训{}次，参训人员{}人次，网站访问量达{}万人次，同比增长{}%。",
    )),
    ("五、存在的主要问题及改进情况", (
        "一年来，政务公开工作取得了一定成效，但仍存在公开内容不够全面、解读形式不够丰富、队伍力量比较薄弱等问题。",
        "主要表现在：部分单位对新形势下的公开工作认识还不到位，主动回应社会关切的意识有待增强，基层工作人员变动较快，业务不够熟练。",
        "一是强化组织领导，压实主体责任，把公开要求贯穿决策、执行、管理、服务、结果全过程，确保应公开尽公开。",
        "二是抓好平台建设，完善检索查询功能，加强政务新媒体内容保障，推进基层政务公开标准化规范化向村居延伸。",
        "三是注重能力提升，通过以会代训、跟班学习等方式，帮助业务人员准确理解和把握相关规定，提高依申请公开办理质量。",
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
