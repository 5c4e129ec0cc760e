"""Two algorithms on graphs given as lists of successors: strongly connected components and the best or worst walk."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

MOST_SWEEPS = 200
"""Rounds inside a loop that can gain each time round before its best walk is said not to settle."""


def components(graph: Sequence[Sequence[int]]) -> list[list[int]]:
    """Strongly connected components, each after every component it leads to (Tarjan 1972, without recursion)."""
    number: dict[int, int] = {}
    low: dict[int, int] = {}
    stack: list[int] = []
    waiting: set[int] = set()
    found: list[list[int]] = []
    for root in range(len(graph)):
        if root in number:
            continue
        number[root] = low[root] = len(number)
        stack.append(root)
        waiting.add(root)
        path: list[tuple[int, Iterator[int]]] = [(root, iter(graph[root]))]
        while path:
            node, nexts = path[-1]
            onward = next(nexts, None)
            if onward is None:
                path.pop()
                if path:
                    low[path[-1][0]] = min(low[path[-1][0]], low[node])
                if low[node] == number[node]:
                    found.append(_unwind(node, stack, waiting))
            elif onward not in number:
                number[onward] = low[onward] = len(number)
                stack.append(onward)
                waiting.add(onward)
                path.append((onward, iter(graph[onward])))
            elif onward in waiting:
                low[node] = min(low[node], number[onward])
    return found


def _unwind(node: int, stack: list[int], waiting: set[int]) -> list[int]:
    group = []
    while True:
        member = stack.pop()
        waiting.discard(member)
        group.append(member)
        if member == node:
            return group


def sweep(
    order: Sequence[Sequence[int]],
    edges: Sequence[Sequence[tuple[Fraction, int]]],
    final: Sequence[bool],
    *,
    best: bool,
) -> tuple[tuple[Fraction | None, ...], bool]:
    """The best (or worst) sum of rewards from each node to a final one, None where none can be reached.

    `order` comes from `components`. The second result is False when some loop never settled.
    """
    values: list[Fraction | None] = [Fraction(0) if ended else None for ended in final]
    pick = max if best else min
    settled = True
    for group in order:
        for _ in range(_rounds(group, edges)):
            changed = False
            for node in group:
                if final[node]:
                    continue
                totals = [reward + onward for reward, to in edges[node] if (onward := values[to]) is not None]
                new = pick(totals) if totals else None
                if new != values[node]:
                    values[node], changed = new, True
            if not changed:
                break
        else:
            settled = False
    return tuple(values), settled


def _rounds(group: Sequence[int], edges: Sequence[Sequence[tuple[Fraction, int]]]) -> int:
    """A loop that never gains settles after as many rounds as it has nodes, plus one to see it."""
    enough = len(group) + 2
    gains = any(reward > 0 for node in group for reward, _ in edges[node])
    return min(MOST_SWEEPS, enough) if gains else enough


def reaching(graph: Sequence[Sequence[int]], goals: Sequence[int]) -> set[int]:
    """The nodes from which some goal can be reached, the goals included."""
    before: list[list[int]] = [[] for _ in graph]
    for node, nexts in enumerate(graph):
        for onward in nexts:
            before[onward].append(node)
    found, queue = set(goals), list(goals)
    while queue:
        for node in before[queue.pop()]:
            if node not in found:
                found.add(node)
                queue.append(node)
    return found
