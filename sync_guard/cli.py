"""The command line: click, and nothing else. Each command imports its own rooms when it runs."""
from __future__ import annotations

import os
import sys

import click

from sync_guard import __version__
from sync_guard.errors import USAGE
from sync_guard.errors import UsageError
from sync_guard.finding import LEVELS

_CONTEXT = {'help_option_names': ['-h', '--help']}


@click.group(context_settings=_CONTEXT)
@click.version_option(__version__, prog_name='sync-guard')
def cli() -> None:
    """Keep Supabase migrations and the Prisma schema in step.

    Runs as `git sync-guard COMMAND` too. Needs no database, no Node and no network.
    """


@cli.command()
@click.argument('range_', metavar='[RANGE]', required=False)
@click.option('--staged', is_flag=True, help='Check what is staged (the default).')
@click.option('--base', metavar='REF', help='Check HEAD against its merge base with REF.')
@click.option('--all', 'everything', is_flag=True, help='Check the whole index; all counts.')
@click.option('--level', type=click.Choice(LEVELS), help='How exact (default: configuration).')
@click.option(
    '--format', 'format_', type=click.Choice(['text', 'json']), default='text', show_default=True,
)
@click.option('--stats', is_flag=True, help='Say what was parsed, cached, and how long it took.')
def check(
        range_: str | None,
        staged: bool,
        base: str | None,
        everything: bool,
        level: str | None,
        format_: str,
        stats: bool,
) -> int:
    """Check staged changes, or those of RANGE (A..B, A...B or one commit).

    Exits with 0 when in step, 1 when something blocks, 2 for usage or configuration.
    """
    from sync_guard.commands.check import check as check_

    if sum((bool(range_), staged, bool(base), everything)) > 1:
        raise UsageError('choose one of RANGE, --staged, --base and --all')
    return check_(
        os.getcwd(), os.environ, sys.stdout,
        range_=range_, staged=staged, base=base, everything=everything,
        level=level, format_=format_, stats=stats,
    )


@cli.command()
@click.option(
    '--format', 'format_', type=click.Choice(['json', 'sql', 'prisma']), default='json',
    show_default=True,
)
def show(format_: str) -> int:
    """Print the catalog that the migrations of the working tree build.

    With --format prisma it is the schema that `prisma db pull` would write for it: over the
    project's own schema, whose comments, order and layout stay, or a new one.
    """
    from sync_guard.commands.show import show as show_

    return show_(os.getcwd(), os.environ, sys.stdout, format_=format_)


@cli.command()
@click.argument('name')
@click.option('--level', type=click.Choice(LEVELS), help='How exact (default: configuration).')
@click.option('--stdout', is_flag=True, help='Print the migration instead of writing it.')
def draft(name: str, level: str | None, stdout: bool) -> int:
    """Write the migration NAME, which builds what the schema has and the migrations lack.

    What would lose anything is commented out, and says why. Nothing is applied.
    """
    from sync_guard.commands.draft import draft as draft_

    return draft_(os.getcwd(), os.environ, sys.stdout, name, level=level, stdout=stdout)


@cli.command()
@click.option('--level', type=click.Choice(LEVELS), help='How exact (default: configuration).')
@click.option('--diff', 'mode', flag_value='diff', help='Print the edits as a diff; write nothing.')
@click.option('--check', 'mode', flag_value='check', help='Write nothing; fail if it would.')
@click.option('--staged', is_flag=True, help='As a hook: mend what is staged, fail if it writes.')
def fix(level: str | None, mode: str | None, staged: bool) -> int:
    """Bring the schema of the working tree up to the migrations.

    The smallest edits: every other byte stays. Removes nothing that git does not have, and touches
    nothing that is uncertain, ignored, or decided in sync-guard.toml.

    Exits with 1 when something is left that check would block, with the reason; with --check and
    --staged also when something was to be mended.
    """
    from sync_guard.commands.fix import fix as fix_

    return fix_(
        os.getcwd(), os.environ, sys.stdout,
        level=level, mode='diff' if mode == 'diff' else 'check' if mode == 'check' else 'write',
        staged=staged,
    )


@cli.command()
def install() -> int:
    """Put the git hooks in place, in front of any that are there already."""
    from sync_guard.commands.install import install as install_

    return install_(os.getcwd(), os.environ, sys.stdout)


@cli.command()
def uninstall() -> int:
    """Take the git hooks away again and restore what was there before."""
    from sync_guard.commands.install import uninstall as uninstall_

    return uninstall_(os.getcwd(), os.environ, sys.stdout)


@cli.command()
@click.argument('rule', required=False)
def explain(rule: str | None) -> int:
    """Say what RULE means and what to do; without RULE, list all rules."""
    from sync_guard.commands.explain import explain as explain_

    return explain_(rule, sys.stdout)


@cli.command()
@click.option('--keep', is_flag=True, help='Leave the throw-away repository in place.')
def demo(keep: bool) -> int:
    """Block an unsynced commit in a throw-away repository, mend it, and pass."""
    from sync_guard.commands.demo import demo as demo_

    return demo_(os.environ, sys.stdout, keep=keep)


def run(arguments: list[str]) -> int:
    """Run the command line and return its exit code. Errors of our own pass through."""
    try:
        code: int | None = cli.main(
            args=arguments, prog_name='sync-guard', standalone_mode=False,
        )
    except click.UsageError as error:
        error.show()
        return USAGE
    except click.Abort:
        return 130
    return code or 0
