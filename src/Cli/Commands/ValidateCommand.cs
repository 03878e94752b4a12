using System.CommandLine;
using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using DeepStack.Sim.Presets;
using DeepStack.Sim.Results;
using DeepStack.Sim.Results.Reports;
using DeepStack.Sim.Studies.Validation;

namespace DeepStack.Sim.Cli.Commands;

/// <summary><c>deepstack validate [AREA...] [--data DIR]</c>: a row per case and metric; exit code 1 if any is out of tolerance.</summary>
internal static class ValidateCommand
{
    private const string Folder = "validation";

    private const string Description = """
        Compares the simulator with reference results, case by case; exit code 1 if any row is out of tolerance. Without an area
        every area is compared whose reference files are there: below --data, DEEPSTACK_DATA or ../shared (folders "reference"
        and "traces"), else in validation/AREA; then --page and --report are validation/README.md and validation/report.html
        if that folder is there.

        Examples:
          deepstack validate noc --data validation/noc
          deepstack validate network --data validation/network --page table.md --report accuracy.html
        """;

    public static Command Create()
    {
        var areas = new Argument<string[]>("area") { Arity = ArgumentArity.ZeroOrMore, Description = "What to check: " + string.Join("; ", ValidationAreas.All.Select(a => $"{a.Name} ({a.Description})")) };
        var data = new Option<string?>("--data") { Description = "Folder with the reference files of the area, or of all areas" };
        var traces = new Option<string?>("--traces") { Description = "Folder with request traces, for areas that replay them" };
        var json = new Option<string?>("--json") { Description = "Also write the rows to this file as JSON" };
        var page = new Option<string?>("--page") { Description = "Also write tables in Markdown to this file, a line per area and metric; what stands there above the tables is kept" };
        var report = new Option<string?>("--report") { Description = "Also write tables and scatter plots to this HTML file" };
        var fit = new Option<bool>("--fit-host") { Description = "Fit host time on the measured run with the smallest model and use it for all (serving)" };
        var budget = new Option<int?>("--token-budget") { Description = "Tokens a step may hold (scheduler)" };
        var sequences = new Option<int?>("--max-seqs") { Description = "Sequences a step may hold (scheduler)" };
        var fitChips = new Option<string?>("--fit-chips") { Description = "Also fit the parameters of chips on their tenth of measured kernels and write them to this file as lines of presets (kernels)" };
        var command = new Command("validate", Description) { areas, data, traces, json, page, report, fit, fitChips, budget, sequences };
        command.SetAction(parse =>
        {
            ValidationData found = ValidationData.Find(parse.GetValue(data));
            ValidationOutcome outcome = Run(parse.GetValue(areas) ?? [], found, new ValidationRequest("")
            {
                TracesDirectory = parse.GetValue(traces) ?? found.Traces,
                FitsHostCosts = parse.GetValue(fit),
                TokenBudget = parse.GetValue(budget),
                MaxSequences = parse.GetValue(sequences),
                FitFile = parse.GetValue(fitChips),
            });
            bool renewsAll = parse.GetValue(areas) is not { Length: > 0 } && Directory.Exists(Folder);
            WriteFiles(
                outcome,
                parse.GetValue(json),
                parse.GetValue(page) ?? (renewsAll ? Path.Combine(Folder, "README.md") : null),
                parse.GetValue(report) ?? (renewsAll ? Path.Combine(Folder, "report.html") : null));
            return outcome.Failed == 0 ? ExitCodes.Done : ExitCodes.CheckFailed;
        });
        return command;
    }

    /// <summary>An area that was asked for must have data; of all areas, those without are skipped and named.</summary>
    private static ValidationOutcome Run(string[] names, ValidationData data, ValidationRequest request)
    {
        IValidationArea[] named = [.. names.Select(Find)];
        var outcome = new ValidationOutcome();
        foreach (IValidationArea area in named.Length > 0 ? named : ValidationAreas.All)
        {
            if (data.FolderOf(area) is { } folder) RunArea(area, request with { DataDirectory = folder }, outcome);
            else if (named.Length > 0) throw new PresetException($"There are no reference files for \"{area.Name}\". Give their folder with --data, or a folder that holds {area.Folder}.");
            else outcome.Skip(area.Name, $"no folder {area.Folder}");
        }
        foreach ((string area, string reason) in outcome.Skipped) Console.WriteLine($"skip {area,-10} {reason}");
        Console.WriteLine($"{outcome.Rows.Count} rows, {outcome.Judged} with a tolerance, {outcome.Failed} out of tolerance");
        return outcome;
    }

    private static void RunArea(IValidationArea area, ValidationRequest request, ValidationOutcome outcome)
    {
        foreach (ValidationRow row in area.Run(request))
        {
            outcome.Add(area.Name, row);
            if (!row.IsDetail || !row.Passes) Console.WriteLine(Line(area.Name, row));
        }
    }

    private static void WriteFiles(ValidationOutcome outcome, string? json, string? page, string? report)
    {
        if (json is not null) Write(json, JsonText.Of(JsonText.List(outcome.Rows, r => new JsonObject { ["area"] = r.Area, ["row"] = JsonOf(r.Row) })));
        if (page is not null) Write(page, ValidationPage.Renew(File.Exists(page) ? File.ReadAllText(page) : "", outcome));
        if (report is not null) WholeFile.Write(report, stream => AccuracyHtml.Write(stream, outcome.Groups, outcome.Skipped, ProductVersion.Number));
    }

    private static JsonObject JsonOf(ValidationRow row) => new()
    {
        ["case"] = row.Case,
        ["metric"] = row.Metric,
        ["reference"] = row.Reference,
        ["ours"] = row.Ours,
        ["error"] = row.Error,
        ["tolerance"] = row.Tolerance,
        ["passes"] = row.Passes,
        ["note"] = row.Note,
        ["kind"] = row.Kind,
        ["is_detail"] = row.IsDetail,
    };

    private static void Write(string file, string text) => WholeFile.Write(file, stream => stream.Write(Encoding.UTF8.GetBytes(text)));

    private static IValidationArea Find(string name) =>
        ValidationAreas.All.FirstOrDefault(a => a.Name == name) ?? throw new PresetException(
            $"There is no validation area \"{name}\".{Spelling.DidYouMean(name, ValidationAreas.All.Select(a => a.Name))} Known: {string.Join(", ", ValidationAreas.All.Select(a => a.Name))}.");

    private static string Line(string area, ValidationRow row) => string.Create(
        CultureInfo.InvariantCulture,
        $"{(row.Passes ? "ok  " : "FAIL")} {area,-10} {row.Case,-44} {row.Metric,-24} reference {row.Reference,-16:G10} ours {row.Ours,-16:G10} error {row.Error,-12:G4} tolerance {row.Tolerance?.ToString("G4", CultureInfo.InvariantCulture) ?? "-"} {row.Note}").TrimEnd();
}
