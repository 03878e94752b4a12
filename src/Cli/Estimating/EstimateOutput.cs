using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using DeepStack.Sim.Analytical.GenZ;
using DeepStack.Sim.Presets;

namespace DeepStack.Sim.Cli.Estimating;

/// <summary>What an estimate shows: its figures, a table of operators, or what each quirk is worth.</summary>
internal sealed class EstimateOutput
{
    private readonly Option<string[]> _correct = new("--correct") { Description = "Quirks to mend, or all: " + string.Join("; ", GenZQuirkList.All.Select(q => $"{q.Name} ({q.Correction})")), AllowMultipleArgumentsPerToken = true };
    private readonly Option<bool> _operators = new("--operators") { Description = "Show a line for each operator, as comma-separated values" };
    private readonly Option<bool> _worth = new("--worth") { Description = "Show the time with each quirk mended alone, and with all" };
    private readonly Option<bool> _json = new("--json") { Description = "Print the figures as JSON" };

    /// <summary>Options that only the mode genz has.</summary>
    public IEnumerable<Option> OfGenZ => [_correct, _worth];

    public bool IsJson(ParseResult parse) => parse.GetValue(_json);

    public bool ShowsOperators(ParseResult parse) => parse.GetValue(_operators);

    public void AddTo(Command command)
    {
        foreach (Option option in (Option[])[_correct, _operators, _worth, _json]) command.Add(option);
        command.Validators.Add(parse =>
        {
            if (parse.GetValue(_operators) && parse.GetValue(_worth)) parse.AddError("--operators and --worth exclude each other.");
            if (parse.GetValue(_json) && (parse.GetValue(_operators) || parse.GetValue(_worth))) parse.AddError("--json goes with neither --operators nor --worth.");
        });
    }

    public void Write(ParseResult parse, in GenZPoint point)
    {
        GenZQuirks quirks = (parse.GetValue(_correct) ?? []).Aggregate(GenZQuirks.AsTheTool, Mended);
        if (parse.GetValue(_operators)) WriteOperators(GenZEngine.Operators(point, quirks));
        else if (parse.GetValue(_worth)) WriteWorth(point, quirks);
        else WriteFigures(GenZEngine.Estimate(point, quirks), parse.GetValue(_json));
    }

    private static GenZQuirks Mended(GenZQuirks quirks, string name)
    {
        if (name == "all") return GenZQuirks.Corrected;
        GenZQuirk quirk = GenZQuirkList.All.FirstOrDefault(q => q.Name == name) ?? throw new PresetException(
            $"There is no quirk \"{name}\".{Spelling.DidYouMean(name, GenZQuirkList.All.Select(q => q.Name))} Known: all, {string.Join(", ", GenZQuirkList.All.Select(q => q.Name))}.");
        return quirk.Correct(quirks);
    }

    private static void WriteFigures(GenZEstimate estimate, bool json)
    {
        string status = GenZColumn.StatusOf(estimate.Fit);
        IEnumerable<GenZColumn> columns = GenZColumn.All.Where(c => !(c.IsTime && estimate.Fit == GenZFit.OutOfMemory));
        if (json)
        {
            var figures = new JsonObject { ["status"] = status };
            foreach (GenZColumn column in columns) figures[column.Name] = column.Of(estimate);
            Console.WriteLine(JsonText.Of(figures));
            return;
        }
        Console.WriteLine($"{"status",-20} {status}");
        foreach (GenZColumn column in columns) Console.WriteLine(Invariant($"{column.Name,-20} {column.Of(estimate):G9}"));
    }

    private static void WriteWorth(in GenZPoint point, GenZQuirks quirks)
    {
        GenZEstimate plain = GenZEngine.Estimate(point, quirks);
        Console.WriteLine(Invariant($"{"as it is",-16} {GenZColumn.StatusOf(plain.Fit),-13} {plain.Times.Total * 1e3,14:G7} ms"));
        foreach (GenZQuirk quirk in GenZQuirkList.All) WriteMended(quirk.Name, GenZEngine.Estimate(point, quirk.Correct(quirks)), plain, quirk.Correction);
        WriteMended("all", GenZEngine.Estimate(point, GenZQuirks.Corrected), plain, "all of these");
    }

    private static void WriteMended(string name, in GenZEstimate mended, in GenZEstimate plain, string correction)
    {
        bool comparable = mended.Fit != GenZFit.OutOfMemory && plain.Fit != GenZFit.OutOfMemory;
        string change = comparable ? (mended.Times.Total / plain.Times.Total - 1).ToString("+0.00%;-0.00%;0%", CultureInfo.InvariantCulture) : "-";
        Console.WriteLine(Invariant($"{name,-16} {GenZColumn.StatusOf(mended.Fit),-13} {mended.Times.Total * 1e3,14:G7} ms {change,9}  {correction}"));
    }

    private static void WriteOperators(IReadOnlyList<GenZOperatorTime> lines)
    {
        Console.WriteLine("operator,repeats,flops_m,in_a_mib,in_w_mib,out_mib,compute_ms,memory_ms,comm_ms,latency_ms");
        foreach (GenZOperatorTime line in lines)
        {
            Console.WriteLine(Invariant(
                $"{line.Name},{line.Repeats},{line.Operations / 1e6},{line.FirstBytes / (1 << 20)},{line.SecondBytes / (1 << 20)},{line.ResultBytes / (1 << 20)},{line.ComputeSeconds * 1e3},{line.MemorySeconds * 1e3},{line.CommunicationSeconds * 1e3},{line.Seconds * 1e3}"));
        }
    }

    private static string Invariant(FormattableString text) => FormattableString.Invariant(text);
}
