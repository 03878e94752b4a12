using System.CommandLine;
using DeepStack.Sim.Cli.Networks;
using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Engine.Collectives;
using DeepStack.Sim.Interconnect.Topologies;
using DeepStack.Sim.Mapping.Collectives;
using DeepStack.Sim.Platform;
using DeepStack.Sim.Presets;
using DeepStack.Sim.Studies.Collectives;

namespace DeepStack.Sim.Cli.Commands;

/// <summary><c>deepstack network sweep</c>: a collective against size on a machine, as a table and a picture.</summary>
internal static class NetworkSweepCommand
{
    private const string Description = """
        Simulates a collective against size on a machine: time, and bandwidth as the NCCL tests define it, for one algorithm or all.

        Examples:
          deepstack network sweep --platform h100-8 --collective all_gather --algorithm chosen
          deepstack network sweep --topology h100-rails-4x8 --from 64KiB --to 256KiB --algorithm chosen --csv sweep.csv --svg sweep.svg
        """;

    private static readonly Dictionary<string, CollectiveKind> Kinds = new()
    {
        ["all_reduce"] = CollectiveKind.AllReduce,
        ["all_gather"] = CollectiveKind.AllGather,
        ["reduce_scatter"] = CollectiveKind.ReduceScatter,
        ["all_to_all"] = CollectiveKind.AllToAll,
        ["broadcast"] = CollectiveKind.Broadcast,
        ["send_receive"] = CollectiveKind.SendReceive,
    };

    public static Command Create()
    {
        var platform = new Option<string>("--platform") { Description = "The machine: a preset's name or a path", DefaultValueFactory = _ => "h100-8" };
        var topology = new Option<string?>("--topology") { Description = "A bare network instead of a machine: a preset's name or a path" };
        var collective = new Option<string>("--collective") { Description = "What to do", DefaultValueFactory = _ => "all_reduce" };
        collective.AcceptOnlyFromAmong([.. Kinds.Keys]);
        var algorithm = new Option<string>("--algorithm") { Description = "An algorithm's name, all, or chosen (by predicted time)", DefaultValueFactory = _ => "all" };
        var from = new Option<string>("--from") { Description = "The smallest size; each is twice the one before", DefaultValueFactory = _ => "1KiB" };
        var to = new Option<string>("--to") { Description = "The largest size", DefaultValueFactory = _ => "64MiB" };
        var pieces = new Option<int>("--pieces") { Description = "Pieces of the vector that follow one another", DefaultValueFactory = _ => 1 };
        var csv = new Option<string?>("--csv") { Description = "Write the table to this file rather than to standard output" };
        var svg = new Option<string?>("--svg") { Description = "Draw bus bandwidth against size to this file" };
        var command = new Command("sweep", Description) { platform, topology, collective, algorithm, from, to, pieces, csv, svg };
        command.SetAction(parse =>
        {
            string name = parse.GetValue(topology) ?? parse.GetValue(platform)!;
            CollectiveSweep sweep = parse.GetValue(topology) is not null
                ? new CollectiveSweep(TopologyPreset.Open(name), CollectiveCosts.None)
                : new CollectiveSweep(PlatformPreset.Open(name));
            int count = parse.GetValue(pieces);
            if (count < 1) throw new PresetException($"--pieces is {count}; expected at least 1.");
            IEnumerable<Bytes> sizes = SizesBetween(SizeOf("--from", parse.GetValue(from)!), SizeOf("--to", parse.GetValue(to)!));
            SweepPoint[] points = [.. sweep.Run(Kinds[parse.GetValue(collective)!], sizes, count, parse.GetValue(algorithm)!)];
            if (parse.GetValue(svg) is { } picture) OutputFile.Write(picture, SweepChart.SvgOf($"{parse.GetValue(collective)} on {name}", points));
            if (parse.GetValue(csv) is { } table) OutputFile.Write(table, CollectiveSweep.CsvOf(points));
            else Console.Out.Write(CollectiveSweep.CsvOf(points));
            return ExitCodes.Done;
        });
        return command;
    }

    private static IEnumerable<Bytes> SizesBetween(Bytes from, Bytes to)
    {
        if (to < from) throw new PresetException($"--to ({to}) is below --from ({from}).");
        for (Bytes size = from; size <= to; size *= 2) yield return size;
    }

    private static Bytes SizeOf(string option, string text) => Bytes.TryParse(text, null, out Bytes size) && size > Bytes.Zero
        ? size
        : throw new PresetException($"{option} is \"{text}\"; expected a size such as 64KiB.");
}
