using System.Globalization;
using DeepStack.Sim.Core.Events;
using DeepStack.Sim.Core.Randomness;
using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Memory.Control;
using DeepStack.Sim.Memory.Stacks;
using DeepStack.Sim.Memory.Standards;
using DeepStack.Sim.Memory.Traces;
using Process = System.Diagnostics.Process;

namespace DeepStack.Sim.Benchmarks.Memory;

/// <summary>Requests a CPU second of one DDR4-3200 channel, with the traces of the established simulators' speed table.</summary>
internal static class MemoryReport
{
    private const int Requests = 1_000_000;
    private const int Runs = 7;

    /// <summary>Writes a line for each scheduler and trace: the median of some runs, and what they allocated.</summary>
    public static void Write(TextWriter output)
    {
        DramSpec spec = DramSpecReader.Open("ddr4-3200");
        foreach (SchedulerKind kind in new[] { SchedulerKind.Ramulator, SchedulerKind.DramSim3 })
        {
            Measure(output, spec, kind, "stream", Stream(spec));
            Measure(output, spec, kind, "random", Uniform(spec));
        }
        MeasureStack(output, isFolded: true);
        MeasureStack(output, isFolded: false);
    }

    /// <summary>1 GiB over 1,024 channels, 1 MiB each.</summary>
    private static void MeasureStack(TextWriter output, bool isFolded)
    {
        DramStackSpec spec = DramStackSpec.FromPreset("tasa") with { Columns = 1024 };
        var times = new List<double>();
        for (int run = 0; run < Runs; run++)
        {
            TimeSpan before = Process.GetCurrentProcess().UserProcessorTime;
            var simulation = new Simulation();
            var stack = new DramStack(simulation, spec, isFolded);
            stack.Transfer(0, Bytes.Parse("1 GiB"), isWrite: false, Nobody.Instance, 0);
            simulation.RunToEnd();
            times.Add((Process.GetCurrentProcess().UserProcessorTime - before).TotalSeconds);
        }
        times.Sort();
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"1 GiB over 1024 channels, {(isFolded ? "folded" : "each simulated")}: {times[Runs / 2] * 1e3:F1} CPU ms"));
    }

    private static void Measure(TextWriter output, DramSpec spec, SchedulerKind kind, string name, MemoryTrace trace)
    {
        var rates = new List<double>();
        long ticks = 0, allocated = 0;
        for (int run = 0; run < Runs; run++)
        {
            ChannelController controller = Schedulers.Build(kind, spec);
            TimeSpan before = Process.GetCurrentProcess().UserProcessorTime;
            long bytes = GC.GetAllocatedBytesForCurrentThread();
            controller.Run(trace);
            allocated = GC.GetAllocatedBytesForCurrentThread() - bytes;
            rates.Add(trace.Count / (Process.GetCurrentProcess().UserProcessorTime - before).TotalSeconds);
            ticks = controller.Statistics.Ticks;
        }
        rates.Sort();
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{kind,-12} {name,-8} {rates[Runs / 2] / 1e6:F2} M requests per CPU second (from {rates[0] / 1e6:F2} to {rates[^1] / 1e6:F2}), {ticks} ticks, {allocated} bytes allocated"));
    }

    /// <summary>Row hits that rotate over the bank groups, then over the banks, then over the rows.</summary>
    private static MemoryTrace Stream(DramSpec spec)
    {
        DramOrganisation o = spec.Organisation;
        return Made(i =>
        {
            long group = i % o.Groups, column = i / o.Groups % o.Columns, bank = i / o.Groups / o.Columns % o.BanksPerGroup, row = i / o.Groups / o.Columns / o.BanksPerGroup;
            return (((row * o.BanksPerGroup + bank) * o.Groups + group) * o.Columns + column) * o.Access.Count;
        });
    }

    private static MemoryTrace Uniform(DramSpec spec)
    {
        var random = new RandomStream(1, "memory benchmark");
        long accesses = spec.Organisation.Capacity.Count / spec.Organisation.Access.Count;
        return Made(_ => random.NextInteger(accesses) * spec.Organisation.Access.Count);
    }

    private static MemoryTrace Made(Func<long, long> addressOf) =>
        new(new long[Requests], [.. Enumerable.Range(0, Requests).Select(i => addressOf(i))], new bool[Requests]);

    private sealed class Nobody : IEventHandler
    {
        public static readonly Nobody Instance = new();

        public void Handle(long payload)
        {
        }
    }
}
