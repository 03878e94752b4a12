using System.Globalization;
using System.Text;
using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Results.Files;
using DeepStack.Sim.Results.Metrics;
using DeepStack.Sim.Results.Recording;

namespace DeepStack.Sim.Results.Reports;

/// <summary>Writes a step for people: time, what bounds it, the use of every level, a line for each operator.</summary>
public static class StepText
{
    /// <summary>The text.</summary>
    public static string Of(StepSheet sheet)
    {
        var text = new StringBuilder();
        Facts(text, sheet);
        Levels(text, sheet);
        Operators(text, sheet);
        return text.ToString();
    }

    private static void Facts(StringBuilder text, StepSheet sheet)
    {
        Duration elapsed = sheet.Timed.Elapsed;
        Fact(text, "time", $"{Readable.Time(elapsed.Picoseconds)} ({elapsed}), {Words.Of(sheet.Timed.Origin)}");
        if (sheet.Bounds.Count > 0) Fact(text, "bound by", string.Join(", ", sheet.Bounds.Select(b => $"{ReportWords.Of(b.Bound)} {Readable.Percent(b.Time / elapsed)}")));
        Utilisation use = sheet.Utilisation;
        string[] shares = [.. Shares(use, sheet.Header.Replicas[0])];
        if (shares.Length > 0) Fact(text, "utilisation", string.Join(", ", shares));
        if (sheet.ExposedCommunication + sheet.HiddenCommunication > Duration.Zero)
            Fact(text, "communication", $"{Readable.Time(sheet.ExposedCommunication.Picoseconds)} exposed, {Readable.Time(sheet.HiddenCommunication.Picoseconds)} hidden");
        if (sheet.Energies.Count > 0)
            Fact(text, "energy", $"{Joules(sheet.Energies.Sum(e => e.Spent.Joules))}: {string.Join(", ", sheet.Energies.Where(e => e.Spent.Joules > 0).OrderByDescending(e => e.Spent.Joules).Select(e => $"{e.Component} {Joules(e.Spent.Joules)}"))}");
    }

    private static IEnumerable<string> Shares(Utilisation use, ReplicaFacts peaks)
    {
        if (use.Arithmetic is { } arithmetic) yield return $"arithmetic {Readable.Percent(arithmetic)} of {Readable.Quantity(peaks.PeakArithmetic.FlopsPerSecond, "FLOP/s")}";
        if (use.DramBandwidth is { } dram) yield return $"DRAM {Readable.Percent(dram)} of {Readable.Quantity(peaks.DramBandwidth.BytesPerSecond, "B/s")}";
        if (use.NetworkBandwidth is { } network) yield return $"network {Readable.Percent(network)} of {Readable.Quantity(peaks.NetworkBandwidth.BytesPerSecond, "B/s")}";
    }

    private static void Levels(StringBuilder text, StepSheet sheet)
    {
        if (sheet.Levels.Count == 0) return;
        text.AppendLine().AppendLine(Invariant($"{"on each device",-22}{"data",12}{"rate",12}{"busy",12}{"of step",10}"));
        Duration elapsed = sheet.Timed.Elapsed;
        foreach ((string level, LevelUse use) in sheet.Levels)
        {
            text.AppendLine(Invariant(
                $"{level,-22}{Data(use.Amount),12}{Readable.Quantity(use.Amount.Count / elapsed.Seconds, "B/s"),12}{Readable.Time(use.Busy.Picoseconds),12}{Readable.Percent(use.Busy / elapsed),10}"));
        }
    }

    private static void Operators(StringBuilder text, StepSheet sheet)
    {
        int width = Math.Max("operator".Length, sheet.Operators.Max(op => sheet.NameOf(op.Name).Length)) + 2;
        text.AppendLine().AppendLine(Invariant(
            $"{"operator".PadRight(width)}{"runs",5}{"each",10}{"of step",10}  {"bound by",-18}{"arithmetic",11}{"DRAM",10}{"buffers",10}{"network",10}  cut"));
        foreach (OperatorRecord op in sheet.Operators)
        {
            text.AppendLine(Invariant(
                $"{sheet.NameOf(op.Name).PadRight(width)}{op.Repeat,5}{Readable.Time(op.Elapsed.Picoseconds),10}{Readable.Percent(op.CriticalTime * op.Repeat / sheet.Timed.Elapsed),10}  {ReportWords.Of(op.BoundBy),-18}{Flops(op.Arithmetic),11}{Data(op.Banks.Amount),10}{Data(op.Buffers.Amount),10}{Data(op.Package.Amount + op.Network.Amount),10}  {sheet.NameOf(op.Mapping)}").TrimEnd());
        }
    }

    private static void Fact(StringBuilder text, string name, string value) => text.AppendLine(Invariant($"{name,-14} {value}"));

    private static string Data(Bytes amount) => amount == Bytes.Zero ? "-" : Readable.Quantity(amount.Count, "B");

    private static string Flops(Flops work) => work.Count == 0 ? "-" : Readable.Quantity(work.Count, "FLOP");

    private static string Joules(double joules) => Readable.Quantity(joules, "J");

    private static string Invariant(FormattableString line) => line.ToString(CultureInfo.InvariantCulture);
}
