using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using DeepStack.Sim.Cli.Replaying;
using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Presets;
using DeepStack.Sim.Results;
using DeepStack.Sim.Results.Reports;
using DeepStack.Sim.Studies.Exploration;

namespace DeepStack.Sim.Cli.Commands;

/// <summary><c>deepstack explore [SPACE]</c>: the silicon and the plan that are best at each batch, within limits.</summary>
internal static class ExploreCommand
{
    private const string Description = """
        Searches a space of silicon and parallel plans in closed form and prints the best of each batch within its limits, and how to time it again.
        A space is a YAML file: model, platform, tokens, batches, plans, axes over values of presets, rules and limits; deepstack presets show spaces/NAME shows a shipped one.

        Examples:
          deepstack explore
          deepstack explore stacked-8 --set objective=stps_per_watt --csv designs.csv --html designs.html
        """;

    public static Command Create()
    {
        var space = new Argument<string>("space") { Description = "The space: a shipped name or a path", DefaultValueFactory = _ => DesignSpace.Sample };
        var set = new Option<string[]>("--set") { Description = "Sets any value of the space: path=value", AllowMultipleArgumentsPerToken = false };
        var csv = new Option<string?>("--csv") { Description = "Write the best of each batch and the Pareto front to this file" };
        var html = new Option<string?>("--html") { Description = "Write a page with pictures of the front, tables and command lines to this file" };
        var budget = new Option<string?>("--budget") { Description = "End early after so many timed points (a number) or so much time (such as 30s), looked at after every eight silicon, and say what was left out" };
        var exhaustive = new Option<bool>("--exhaustive") { Description = "Time every point, even one that bounds exclude; the result is the same" };
        var threads = new Option<int>("--threads") { Description = "Threads; the result does not depend on it", DefaultValueFactory = _ => Environment.ProcessorCount };
        var command = new Command("explore", Description) { space, set, csv, html, budget, exhaustive, threads };
        command.SetAction(parse =>
        {
            DesignSpace read = DesignSpaceReader.Open(parse.GetValue(space)!, [.. (parse.GetValue(set) ?? []).Select(PresetOverride.Parse)]);
            using var interrupt = new Interruption();
            int count = parse.GetValue(threads);
            if (count < 1) throw new PresetException($"--threads is {count}; expected at least 1.");
            ExplorationOptions options = WithBudget(parse.GetValue(budget), new ExplorationOptions
            {
                IsExhaustive = parse.GetValue(exhaustive),
                Threads = count,
                Progress = static (done, all, timed) => Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{done} of {all} silicon, {timed} points timed")),
                Cancellation = interrupt.Token,
            });
            ExplorationResult result = Exploration.Run(read, options);
            if (parse.GetValue(csv) is { } table) WholeFile.Write(table, stream => stream.Write(Encoding.UTF8.GetBytes(ExplorationTable.Of(result))));
            if (parse.GetValue(html) is { } page) WholeFile.Write(page, stream => DesignHtml.Write(stream, ExplorationSheet.Of(result), ProductVersion.Number));
            Console.Out.Write(ExplorationText.Of(result));
            return result.Best.Any(best => best is not null) ? ExitCodes.Done : ExitCodes.CheckFailed;
        });
        return command;
    }

    private static ExplorationOptions WithBudget(string? text, ExplorationOptions options)
    {
        if (text is null) return options;
        if (long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long points) && points > 0) return options with { MostPoints = points };
        if (!Duration.TryParse(text, null, out Duration time) || time <= Duration.Zero) throw new PresetException($"--budget is \"{text}\"; expected a number of points such as 10000, or a time such as 30s.");
        long start = Stopwatch.GetTimestamp();
        return options with { IsOver = () => Stopwatch.GetElapsedTime(start).TotalSeconds >= time.Seconds };
    }
}
