using System.CommandLine;
using System.Globalization;
using System.Text;
using System.Text.Json;
using DeepStack.Sim.Presets;
using DeepStack.Sim.Results;
using DeepStack.Sim.Studies.Validation;

namespace DeepStack.Sim.Cli.Commands;

/// <summary><c>deepstack validate AREA... --data DIR</c>: a row per case and metric; exit code 1 if any is out of tolerance.</summary>
internal static class ValidateCommand
{
    private const string Description = """
        Compares the simulator with reference results, case by case; exit code 1 if any row is out of tolerance.

        Examples:
          deepstack validate noc --data validation/noc
          deepstack validate network --data validation/network --summary table.md
        """;

    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    public static Command Create()
    {
        var areas = new Argument<string[]>("area") { Arity = ArgumentArity.OneOrMore, Description = "What to check: " + string.Join("; ", ValidationAreas.All.Select(a => $"{a.Name} ({a.Description})")) };
        var data = new Option<string>("--data") { Description = "Folder with the reference files", Required = true };
        var traces = new Option<string?>("--traces") { Description = "Folder with request traces, for areas that replay them" };
        var json = new Option<string?>("--json") { Description = "Also write the rows to this file as JSON" };
        var summary = new Option<string?>("--summary") { Description = "Also write a table in Markdown to this file: a line per area and metric" };
        var budget = new Option<int?>("--token-budget") { Description = "Tokens a step may hold (scheduler)" };
        var sequences = new Option<int?>("--max-seqs") { Description = "Sequences a step may hold (scheduler)" };
        var command = new Command("validate", Description) { areas, data, traces, json, summary, budget, sequences };
        command.SetAction(parse => Run(
            parse.GetValue(areas) ?? [],
            new ValidationRequest(parse.GetValue(data)!)
            {
                TracesDirectory = parse.GetValue(traces),
                TokenBudget = parse.GetValue(budget),
                MaxSequences = parse.GetValue(sequences),
            },
            parse.GetValue(json),
            parse.GetValue(summary)));
        return command;
    }

    private static int Run(string[] names, ValidationRequest request, string? jsonFile, string? summaryFile)
    {
        IValidationArea[] areas = [.. names.Select(Find)];
        var rows = new List<(string Area, ValidationRow Row)>();
        foreach (IValidationArea area in areas)
        {
            foreach (ValidationRow row in area.Run(request))
            {
                rows.Add((area.Name, row));
                if (!row.IsDetail || !row.Passes) Console.WriteLine(Line(area.Name, row));
            }
        }
        int failed = rows.Count(r => !r.Row.Passes);
        Console.WriteLine($"{rows.Count} rows, {rows.Count(r => r.Row.Tolerance is not null)} with a tolerance, {failed} out of tolerance");
        if (jsonFile is not null) Write(jsonFile, JsonSerializer.Serialize(rows.Select(r => new { r.Area, r.Row }), Indented));
        if (summaryFile is not null) Write(summaryFile, ValidationSummary.Markdown(rows));
        return failed == 0 ? ExitCodes.Done : ExitCodes.CheckFailed;
    }

    private static void Write(string file, string text) => WholeFile.Write(file, stream => stream.Write(Encoding.UTF8.GetBytes(text)));

    private static IValidationArea Find(string name) =>
        ValidationAreas.All.FirstOrDefault(a => a.Name == name) ?? throw new PresetException(
            $"There is no validation area \"{name}\".{Spelling.DidYouMean(name, ValidationAreas.All.Select(a => a.Name))} Known: {string.Join(", ", ValidationAreas.All.Select(a => a.Name))}.");

    private static string Line(string area, ValidationRow row) => string.Create(
        CultureInfo.InvariantCulture,
        $"{(row.Passes ? "ok  " : "FAIL")} {area,-10} {row.Case,-44} {row.Metric,-24} reference {row.Reference,-16:G10} ours {row.Ours,-16:G10} error {row.Error,-12:G4} tolerance {row.Tolerance?.ToString("G4", CultureInfo.InvariantCulture) ?? "-"} {row.Note}").TrimEnd();
}
