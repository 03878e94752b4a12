"""Fits the collective presets of measured fabrics (src/Presets/Data/fabrics) on every second size of each curve.

A curve is one operation on one number of ranks. Its sizes are cut into at most four ranges, as a library that changes its protocol
with the size would; in each, time = launch + (bytes a rank sends) / rate. Fitted are launch and rate, on sizes 0, 2, 4, ... of the sorted
curve, by least squares of relative errors; no rate exceeds the link's. The other sizes are left to `deepstack validate collectives`.

    python3 fit.py MEASURED_FOLDER FABRICS_FOLDER
"""
import collections
import csv
import math
import os
import sys

LATENCY = 250e-9  # of one link; a path through the switch crosses two
MOST_RANGES = 5
PRICE_OF_A_RANGE = 0.004


def steps(op, n):
    """Link crossings one after the other, and bytes sent by a rank for each byte of the vector."""
    if op == "all_reduce":
        return 2 * (n - 1), 2 * (n - 1) / n
    if op in ("all_gather", "reduce_scatter"):
        return n - 1, (n - 1) / n
    if op in ("custom_all_reduce_captured", "custom_all_reduce_eager"):
        return 2, 2 * (n - 1) / n
    if op == "all_to_all":
        return 1, (n - 1) / n
    return 1, 1.0


NAMES = {"nccl_all_gather": "all_gather", "nccl_all_reduce": "all_reduce", "nccl_alltoall": "all_to_all", "alltoall": "all_to_all",
         "nccl_reduce_scatter": "reduce_scatter", "sendrecv": "send_receive", "send_recv": "send_receive"}


def read_kernels(path):
    curves = collections.OrderedDict()
    seen = collections.Counter()
    for row in csv.DictReader(open(path)):
        ranks, elements = int(row["num_gpus"]), int(row["message_elements"])
        op = NAMES.get(row["op"], row["op"])
        if op == "vllm_custom_allreduce":
            key = (ranks, elements)
            op = "custom_all_reduce_eager" if seen[key] else "custom_all_reduce_captured"
            seen[key] += 1
        size = elements * (1 if row["dtype"] == "int8" else 2)
        curves.setdefault((op, ranks, ranks), []).append((size, float(row["latency_ms"]) * 1e-3))
    return curves


def read_apex(path):
    curves = collections.OrderedDict()
    for row in csv.DictReader(open(path)):
        op, ranks = NAMES.get(row["op"], row["op"]), int(row["gpus_per_node"])
        curves.setdefault((op, ranks, ranks), []).append((max(1, int(row["size_kb"]) * 1024), float(row["time_us"]) * 1e-6))
    return curves


def read_vidur(path, network):
    curves = collections.OrderedDict()
    for row in csv.DictReader(open(path)):
        if row["network"] == network:
            op = NAMES.get(row["collective"], row["collective"])
            curves.setdefault((op, int(row["workers"]), int(row["devices_per_node"])), []).append((int(row["size_bytes"]), float(row["time_ms"]) * 1e-3))
    return curves


def line(points, slope_min, base_min):
    """launch and slope of the best line through points, by relative errors, and the sum of its squared relative errors."""
    w = [1 / t ** 2 for _, t in points]
    sw = sum(w)
    mx = sum(wi * x for wi, (x, _) in zip(w, points)) / sw
    my = sum(wi * y for wi, (_, y) in zip(w, points)) / sw
    var = sum(wi * (x - mx) ** 2 for wi, (x, _) in zip(w, points))
    slope = sum(wi * (x - mx) * (y - my) for wi, (x, y) in zip(w, points)) / var if var > 0 else 0
    slope = max(slope, slope_min)
    base = my - slope * mx
    if base < base_min:
        base = base_min
        slope = max(slope_min, sum((y - base) * x / y ** 2 for x, y in points) / sum(x * x / y ** 2 for x, y in points))
    return base, slope, sum(((base + slope * x) / y - 1) ** 2 for x, y in points)


def fit(points, slope_min, base_min):
    n = len(points)
    best = {0: (0.0, [])}
    for end in range(1, n + 1):
        options = []
        for start in range(0, end):
            if end - start < 2 and n > 1 or start not in best or len(best[start][1]) >= MOST_RANGES:
                continue
            base, slope, cost = line(points[start:end], slope_min, base_min)
            options.append((best[start][0] + cost + PRICE_OF_A_RANGE, best[start][1] + [(start, end, base, slope)]))
        if options:
            best[end] = min(options, key=lambda o: o[0])
    return best[n][1]


def grouped(points):
    by_size = collections.OrderedDict()
    for size, time in sorted(points):
        by_size.setdefault(size, []).append(time)
    return [(size, sorted(times)) for size, times in by_size.items()]


def median(values):
    values = sorted(values)
    m = len(values) // 2
    return values[m] if len(values) % 2 else (values[m - 1] + values[m]) / 2


def write(path, head, curves, link_rate):
    errors = []
    with open(path, "w") as out:
        out.write(head)
        out.write("operations:\n")
        for (op, ranks, per_node), points in curves.items():
            crossings, volume = steps(op, ranks)
            base_min = crossings * 2 * LATENCY
            curve = grouped(points)
            even = [(size, median(times)) for size, times in curve[0::2]]
            ranges = fit(even, volume / link_rate, base_min)
            out.write(f"  - operation: {op}\n    ranks: {ranks}\n    ranks_per_node: {per_node}\n    ranges:\n")
            bounds = []
            for i, (start, end, base, slope) in enumerate(ranges):
                last = i + 1 == len(ranges)
                bound = None if last else int(math.sqrt(even[end - 1][0] * even[end][0]))
                bounds.append((bound, base, slope))
                up_to = "" if last else f"up_to: {bound} B, "
                out.write(f"      - {{ {up_to}launch: {(base - base_min) * 1e9:.0f} ns, rate: {volume / slope / 1e9:.4g} GB/s }}\n")
            for size, times in curve[1::2]:
                base, slope = next((b, s) for bound, b, s in bounds if bound is None or size <= bound)
                errors += [abs((base + slope * size) / t - 1) for t in times]
    return errors


HEAD = """# Collectives as measured on {what}. Made by validation/collectives/fit.py from every second size of each curve.
description: {what}
measured_as: [{measured}]
link:
  rate: {{ value: {rate} GB/s, kind: datasheet, source: "{link}" }}
  latency: {{ value: {latency:.0f} ns, kind: assumed, source: "half of a switch crossing; the launch times take up the rest" }}
kind: fitted
source: "{source}, every second size"
"""


def main(measured, fabrics):
    nv4 = "NVIDIA H100 datasheet: NVLink 4, 900 GB/s both ways together"
    nv5 = "NVIDIA B200 datasheet: NVLink 5, 1.8 TB/s both ways together"
    nv3 = "NVIDIA A100 datasheet: NVLink 3, 600 GB/s both ways together"
    f = lambda name: os.path.join(measured, name)
    sets = [
        ("h100_sxm_nccl", "8 x H100 SXM, NCCL 2.29 and vLLM's own all-reduce", '"NVIDIA H100 80GB HBM3", "NVIDIA H200"', 450, nv4, "kernel_h100_sxm_collectives.csv", read_kernels(f("kernel_h100_sxm_collectives.csv"))),
        ("b200_sxm_nccl", "8 x B200 SXM, NCCL 2.29 and vLLM's own all-reduce", '"NVIDIA B200"', 900, nv5, "kernel_b200_sxm_collectives.csv", read_kernels(f("kernel_b200_sxm_collectives.csv"))),
        ("h100_sxm_apex", "8 x H100 SXM, NCCL of 2024", "H100-SXM-80GB, H200-SXM", 450, nv4, "apex_collectives.csv", read_apex(f("apex_collectives.csv"))),
        ("h100_dgx_vidur", "DGX H100, NCCL of 2023, resolution 1 us", "h100_dgx", 450, nv4, "vidur_collectives.csv", read_vidur(f("vidur_collectives.csv"), "h100_dgx")),
        ("a100_dgx_vidur", "DGX A100, inside and between nodes, NCCL of 2023, resolution 1 us", "a100_dgx", 300, nv3, "vidur_collectives.csv", read_vidur(f("vidur_collectives.csv"), "a100_dgx")),
    ]
    for name, what, measured_as, rate, link, source, curves in sets:
        head = HEAD.format(what=what, measured=measured_as, rate=rate, link=link, latency=LATENCY * 1e9, source=source)
        errors = write(os.path.join(fabrics, name + ".yaml"), head, curves, rate * 1e9)
        print(f"{name}: {len(errors)} values at sizes not fitted, median error {100 * median(errors):.1f} %, mean {100 * sum(errors) / len(errors):.1f} %", file=sys.stderr)


if __name__ == "__main__":
    main(*sys.argv[1:])
