using System.Globalization;
using DeepStack.Sim.Analytical.GenZ;

namespace DeepStack.Sim.Benchmarks.GenZ;

/// <summary>CPU time of an estimate in GenZ mode, as Markdown.</summary>
internal static class GenZReport
{
    private const int Rounds = 9;
    private const int Repetitions = 20_000;
    private const string Bar = "50";

    public static void Write(TextWriter output)
    {
        output.WriteLine("| estimate | median CPU us | bar us | bytes allocated |");
        output.WriteLine("| --- | ---: | ---: | ---: |");
        Row(output, "dense decode, 8 devices", Point("meta-llama/Llama-3.1-70B", "GB200", new GenZPlan(8, 1, 1), GenZStage.Decode));
        Row(output, "dense prefill, 8 devices", Point("meta-llama/Llama-3.1-70B", "GB200", new GenZPlan(8, 1, 1), GenZStage.Prefill));
        Row(output, "dense decode, 64 devices in 8 stages", Point("meta-llama/Llama-3.1-405B", "GB200", new GenZPlan(8, 8, 1), GenZStage.Decode));
        Row(output, "experts, decode, 256 devices in 8 stages", Point("mistralai/Mixtral-8x22B", "GB200", new GenZPlan(4, 8, 8), GenZStage.Decode));
        Row(output, "state space, prefill, offloaded", Point("state-spaces/mamba-2.8b-hf", "TPUv5e", GenZPlan.Single, GenZStage.Prefill) with { Batch = 4096, Offload = true });
    }

    private static GenZPoint Point(string model, string platform, GenZPlan plan, GenZStage stage) =>
        new(GenZCatalogue.Shipped.Model(model), GenZCatalogue.Shipped.Platform(platform), plan, stage) { Batch = 64, InputTokens = 4096 };

    private static void Row(TextWriter output, string name, GenZPoint point)
    {
        Repeat(point);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Repeat(point);
        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        double[] times = [.. Enumerable.Range(0, Rounds).Select(_ => Microseconds(point)).Order()];
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {name} | {times[Rounds / 2]:F2} | {Bar} | {allocated} |"));
    }

    private static double Microseconds(in GenZPoint point)
    {
        TimeSpan start = Environment.CpuUsage.UserTime;
        Repeat(point);
        return (Environment.CpuUsage.UserTime - start).TotalMicroseconds / Repetitions;
    }

    private static void Repeat(in GenZPoint point)
    {
        for (int i = 0; i < Repetitions; i++) _ = GenZEngine.Estimate(point, GenZQuirks.AsTheTool);
    }
}
