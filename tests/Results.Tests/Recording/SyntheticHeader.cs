using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Results.Recording;

namespace DeepStack.Sim.Results.Tests.Recording;

/// <summary>The parts of a made-up run that no scheduler makes.</summary>
internal static class SyntheticHeader
{
    public static RunHeader Of(int replicas) => new()
    {
        ProgramVersion = "0.1.0",
        Scenario = "platform: stack3d-8\nmodel: llama-3-8b\nnote: \"a < b & c\"\n",
        Seed = 1,
        Fidelity = "sampled",
        EngineProfile = "vllm@0.19",
        Platform = "stack3d-8",
        Model = "llama-3-8b",
        Plan = $"TP 4 x DP {replicas}",
        Trace = "made-up.jsonl",
        Facts = [new RunFact("platform", "devices", "8 hybrid-bonded stacks"), new RunFact("model", "parameters", "8.03 G (16.1 GB)"), new RunFact("serving", "token budget", "2048"), new RunFact("serving", "sequence limit", "48")],
        Presets = [new PresetHash("platforms/stack3d-8", new string('a', 64)), new PresetHash("models/llama-3-8b", new string('b', 64))],
        Provenance =
        [
            new RunProvenance("dram/stack4", "timing.tRC", "45.3 ns", "paper", "A table of a paper"),
            new RunProvenance("dram/stack4", "channel.bandwidth", "8 GB/s", "derived", "128 bit at 500 MHz"),
            new RunProvenance("chips/logic", "launch", "2 us", "assumed", "No public figure"),
        ],
        Replicas = [.. Enumerable.Range(0, replicas).Select(i => new ReplicaFacts($"replica {i}", 4, FlopRate.FromFlopsPerSecond(3.956e15), Bandwidth.FromBytesPerSecond(2.4e13), Bandwidth.FromBytesPerSecond(1.8e12), Tokens.FromCount(60_000)))],
    };

    public static HeatMapRecord Die(SimTime at) => new()
    {
        Track = 1,
        Name = "logic die",
        At = at,
        Rows = 12,
        Columns = 16,
        Cells = [.. Enumerable.Range(0, 192).Select(i => Celsius.FromDegrees(60 + (25 * Math.Exp(-(Math.Pow((i % 16) - 9, 2) + Math.Pow((i / 16) - 5, 2)) / 20.0))))],
    };

    public static HeatMapRecord Section(SimTime at) => new()
    {
        Track = 1,
        Name = "section through the stack",
        At = at,
        Rows = 5,
        Columns = 16,
        RowNames = ["DRAM die 3", "DRAM die 2", "DRAM die 1", "DRAM die 0", "logic die"],
        Cells = [.. Enumerable.Range(0, 80).Select(i => Celsius.FromDegrees(60 + (5 * (i / 16)) - (0.1 * Math.Pow((i % 16) - 8, 2))))],
    };
}
