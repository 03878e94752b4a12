using System.CommandLine;
using System.Text;
using System.Text.Json.Nodes;
using DeepStack.Sim.Results;
using DeepStack.Sim.Studies.Comparison;

namespace DeepStack.Sim.Cli.Commands;

/// <summary><c>deepstack compare RUN RUN|MEASURED</c>: what differs between two runs, and why.</summary>
internal static class CompareCommand
{
    public static Command Create()
    {
        var first = new Argument<string>("first") { Description = "The run compared with: a folder of results, or a JSON file with the metrics of a measured run, named as vLLM's benchmark names them" };
        var second = new Argument<string>("second") { Description = "The run compared" };
        var all = new Option<bool>("--all") { Description = "Show every metric, not only the headline ones" };
        var json = new Option<string?>("--json") { Description = "Also write the comparison to this file as JSON" };
        var command = new Command("compare", "Says how two runs differ: metrics, settings, and step time per token by operator." +
            "\n\nExamples:\n  deepstack compare runs/first runs/second\n  deepstack compare runs/first measured.json --all") { first, second, all, json };
        command.SetAction(parse => Run(parse.GetValue(first)!, parse.GetValue(second)!, parse.GetValue(all), parse.GetValue(json)));
        return command;
    }

    private static int Run(string first, string second, bool all, string? jsonFile)
    {
        RunComparison comparison = RunComparison.Of(ComparedRun.Read(first), ComparedRun.Read(second));
        Console.Out.Write(ComparisonText.Of(comparison, all));
        if (jsonFile is not null)
            WholeFile.Write(jsonFile, stream => stream.Write(Encoding.UTF8.GetBytes(JsonOf(first, second, comparison))));
        return ExitCodes.Done;
    }

    private static string JsonOf(string first, string second, RunComparison comparison) => JsonText.Of(new JsonObject
    {
        ["first"] = first,
        ["second"] = second,
        ["settings"] = JsonText.List(comparison.Settings, s => new JsonObject { ["setting"] = s.Setting, ["first"] = s.First, ["second"] = s.Second }),
        ["metrics"] = JsonText.List(comparison.Metrics, m => new JsonObject { ["metric"] = m.Metric, ["first"] = m.First, ["second"] = m.Second, ["change"] = m.Change }),
        ["causes"] = JsonText.List(comparison.Causes, c => new JsonObject
        {
            ["step_class"] = c.StepClass,
            ["cause"] = c.Cause,
            ["first_microseconds"] = c.FirstMicroseconds,
            ["second_microseconds"] = c.SecondMicroseconds,
            ["first_bounds"] = c.FirstBounds,
            ["second_bounds"] = c.SecondBounds,
            ["microseconds"] = c.Microseconds,
        }),
    });
}
