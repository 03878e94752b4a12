using System.CommandLine;
using System.Globalization;
using System.Text;
using DeepStack.Sim.Cli.Dram;
using DeepStack.Sim.Cli.Networks;
using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Memory.Stacks;

namespace DeepStack.Sim.Cli.Commands;

/// <summary><c>deepstack dram sweep</c>: bandwidth and latency curves of a stack.</summary>
internal static class DramSweepCommand
{
    private static readonly Bytes[] Transactions = [.. Enumerable.Range(5, 12).Select(exponent => Bytes.FromCount(1L << exponent))];
    private static readonly int[] Outstanding = [1, 4, 16];
    private static readonly int[] Totals = [2, 4, 6, 8, 10, 12, 14, 16];

    public static Command Create()
    {
        var stack = new Option<string>("--stack") { Description = "Stack: a preset such as tasa, or a .yaml file", DefaultValueFactory = _ => "tasa" };
        var output = new Option<string>("--out") { Description = "Folder for transactions.csv, transactions.svg and layers.csv", DefaultValueFactory = _ => "dram-sweep" };
        var command = new Command("sweep", "Bandwidth and latency of a stack over transaction size, pattern, outstanding transfers, layers and connected layers." +
            "\n\nExamples:\n  deepstack dram sweep --stack tasa --out sweep\n  deepstack dram sweep --stack stratum")
        { stack, output };
        command.SetAction(parse => Run(parse.GetValue(stack)!, parse.GetValue(output)!));
        return command;
    }

    private static int Run(string name, string folder)
    {
        DramStackSpec spec = DramStackSpec.FromPreset(name);
        List<SweepPoint> transactions = [.. StackSweep.Transactions(spec, [.. Transactions.Where(t => t.Count >= spec.Access.Count)], Outstanding)];
        List<SweepPoint> layers = [.. StackSweep.Layers(spec, Totals)];
        Directory.CreateDirectory(folder);
        OutputFile.Write(Path.Combine(folder, "transactions.csv"), CsvOf(transactions));
        OutputFile.Write(Path.Combine(folder, "transactions.svg"), SweepPicture.Of(spec.Name, transactions));
        OutputFile.Write(Path.Combine(folder, "layers.csv"), CsvOf(layers));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{spec.Name}: peak {spec.PeakBandwidth}, streaming full rows {StackSweep.StreamingOf(spec).BytesPerSecond / 1e12:F3} TB/s; {transactions.Count + layers.Count} points in {folder}"));
        return ExitCodes.Done;
    }

    private static string CsvOf(IReadOnlyList<SweepPoint> points)
    {
        var text = new StringBuilder("stack,layers,connected_layers,pattern,transaction_bytes,outstanding,bandwidth_TBps,efficiency,mean_latency_ns,linear_law_efficiency\n");
        foreach (SweepPoint p in points)
            text.Append(CultureInfo.InvariantCulture, $"{p.Stack},{p.Layers},{p.ConnectedLayers},{p.Pattern},{p.Transaction.Count},{p.Outstanding},{p.Bandwidth.BytesPerSecond / 1e12:F6},{p.Efficiency:F6},{p.MeanLatency * 1e9:F3},{p.LinearLaw:F6}\n");
        return text.ToString();
    }
}
