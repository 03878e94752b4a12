using System.Globalization;
using DeepStack.Sim.Core.Events;
using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Interconnect.Noc;
using DeepStack.Sim.Interconnect.Noc.Load;

namespace DeepStack.Sim.Benchmarks.Noc;

/// <summary>Medians of CPU time for networks on chip: an 8 x 8 mesh under uniform load, and messages in both details.</summary>
internal static class NocReport
{
    private const int Rounds = 5;

    /// <summary>Prints both tables as Markdown; a flit-hop is one flit crossing one router.</summary>
    public static void Write(TextWriter output)
    {
        output.WriteLine("| load | router-cycles | flit-hops | CPU s | million router-cycles / CPU s | million flit-hops / CPU s |");
        output.WriteLine("| --- | --- | --- | --- | --- | --- |");
        foreach (double load in (double[])[0.05, 0.2, 0.4]) output.WriteLine(LoadRow(load));
        output.WriteLine();
        output.WriteLine("| detail | message | CPU ms for 16 messages | million flit-hops / CPU s |");
        output.WriteLine("| --- | --- | --- | --- |");
        foreach (long kibibytes in (long[])[4, 64, 1024])
        {
            foreach (NocDetail detail in Enum.GetValues<NocDetail>()) output.WriteLine(MessageRow(detail, kibibytes * 1024));
        }
    }

    private static string LoadRow(double load)
    {
        var grid = new NocGrid([new NocDimension(8, false), new NocDimension(8, false)], [NocLink.OneCycle], NocLink.OneCycle);
        var measurement = new MeasurementSpec(Cycles.FromCount(2000), 3, 10, Cycles.FromCount(500));
        var @case = new NocLoadCase(new RouterSpec { VirtualChannels = 4, BufferDepth = 8 }, grid, TrafficPattern.Named("uniform", grid), 1, measurement, 1);
        NocLoadPoint point = NocLoadRun.Measure(@case, load);
        double seconds = Median(() => NocLoadRun.Measure(@case, load));
        long routerCycles = point.Cycles.Count * grid.RouterCount;
        return string.Create(CultureInfo.InvariantCulture,
            $"| {load} | {routerCycles} | {point.FlitHops} | {seconds:F3} | {routerCycles / seconds / 1e6:F1} | {point.FlitHops / seconds / 1e6:F1} |");
    }

    private static string MessageRow(NocDetail detail, long size)
    {
        NocSpec spec = NocSpec.FromPreset("mesh4x4");
        long flitHops = Rotate(spec, detail, size).Traffic().Sum(t => t.Flits);
        int repeats = (int)(4L * 1024 * 1024 / size);
        double seconds = Median(() =>
        {
            for (int i = 0; i < repeats; i++) Rotate(spec, detail, size);
        }) / repeats;
        return string.Create(CultureInfo.InvariantCulture, $"| {detail} | {size >> 10} KiB | {seconds * 1e3:F2} | {flitHops / seconds / 1e6:F1} |");
    }

    /// <summary>Every tile sends to the one 5 further.</summary>
    private static NocNetwork Rotate(NocSpec spec, NocDetail detail, long size)
    {
        var simulation = new Simulation();
        var network = new NocNetwork(simulation, spec, detail);
        var sink = new Sink();
        for (int tile = 0; tile < spec.TileCount; tile++)
            network.Send(NocEndpoint.OfTile(tile), NocEndpoint.OfMemory((tile + 5) % spec.TileCount), Bytes.FromCount(size), sink);
        simulation.RunToEnd();
        return network;
    }

    private static double Median(Action run)
    {
        var seconds = new List<double>();
        for (int round = 0; round < Rounds; round++)
        {
            TimeSpan start = Environment.CpuUsage.UserTime;
            run();
            seconds.Add((Environment.CpuUsage.UserTime - start).TotalSeconds);
        }
        return seconds.Order().ElementAt(Rounds / 2);
    }

    private sealed class Sink : IEventHandler
    {
        public void Handle(long payload)
        {
        }
    }
}
