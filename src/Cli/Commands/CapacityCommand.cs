using System.CommandLine;
using System.Globalization;
using DeepStack.Sim.Cli.Replaying;
using DeepStack.Sim.Engine.Running;
using DeepStack.Sim.Engine.Scenarios;
using DeepStack.Sim.Presets;
using DeepStack.Sim.Results.Metrics;
using DeepStack.Sim.Studies.Capacity;

namespace DeepStack.Sim.Cli.Commands;

/// <summary><c>deepstack capacity [TRACE] --slo ...</c>: the highest rate at which 99 of 100 requests hold their limits.</summary>
internal static class CapacityCommand
{
    private const string Description = """
        Replays a trace faster and slower and finds the highest rate of arrivals at which 99 of 100 requests hold their limits.
        Prints a row per rate tried, by rate: the curve of rate against 99th percentiles.

        Examples:
          deepstack capacity --slo ttft=2s,tpot=50ms
          deepstack capacity conversation.csv.gz --slo ttft=1s --set platform=h100-8 --set model=llama-3-8b --set plan.tensor=1
        """;

    public static Command Create()
    {
        var trace = new Argument<string?>("trace") { Description = "The request trace, plain or gzip; without one, the shipped sample", Arity = ArgumentArity.ZeroOrOne };
        var slo = new Option<string>("--slo") { Description = "Limits such as ttft=2s,tpot=50ms,e2e=30s", Required = true };
        var scenario = new Option<string?>("--scenario") { Description = "A scenario file, such as the one saved with earlier results" };
        var set = new Option<string[]>("--set") { Description = "Sets any value of the scenario: path=value", AllowMultipleArgumentsPerToken = false };
        var memo = new Option<string?>("--memo") { Description = "The folder that remembers simulated parts between runs, or \"off\"" };
        var tolerance = new Option<double>("--tolerance") { Description = "How close the rates that hold and fail must be", DefaultValueFactory = _ => 0.02 };
        var command = new Command("capacity", Description) { trace, slo, scenario, set, memo, tolerance };
        command.SetAction(parse => Run(
            new ReplayRequest
            {
                Trace = parse.GetValue(trace),
                ScenarioFile = parse.GetValue(scenario),
                Overrides = [.. (parse.GetValue(set) ?? []).Select(PresetOverride.Parse)],
                Memo = parse.GetValue(memo),
            },
            ObjectiveOf(parse.GetValue(slo)!),
            parse.GetValue(tolerance)));
        return command;
    }

    private static int Run(ReplayRequest request, ServiceObjective objective, double tolerance)
    {
        if (!(tolerance > 0)) throw new PresetException($"--tolerance is {tolerance}; expected a number above 0.");
        using var interrupt = new Interruption();
        Scenario scenario = ReplayJob.ReadScenario(request);
        var services = new RunServices { MemoFolder = ReplayJob.MemoFolder(request.Memo), Warn = Console.Error.WriteLine, Cancellation = interrupt.Token };
        var search = new CapacitySearch(scenario, objective, services);
        CapacityPoint? best = search.Run(tolerance, point => Console.Error.WriteLine(Line(point)));
        Console.WriteLine("requests/s    p99 TTFT ms   p99 TPOT ms    p99 E2E ms");
        foreach (CapacityPoint point in search.Points) Console.WriteLine(Line(point));
        Console.WriteLine(best is null
            ? "No rate that was tried holds the limits."
            : string.Create(CultureInfo.InvariantCulture, $"The limits hold up to {best.RequestsPerSecond:F3} requests/s."));
        return best is null ? ExitCodes.CheckFailed : ExitCodes.Done;
    }

    private static ServiceObjective ObjectiveOf(string text)
    {
        try
        {
            ServiceObjective objective = ServiceObjective.Parse(text);
            return objective.IsSet ? objective : throw new PresetException("--slo sets no limit; expected one such as ttft=2s.");
        }
        catch (FormatException e)
        {
            throw new PresetException($"--slo: {e.Message}", e);
        }
    }

    private static string Line(CapacityPoint point) => string.Create(
        CultureInfo.InvariantCulture,
        $"{point.RequestsPerSecond,10:F3} {point.Ttft.Milliseconds,14:F2} {point.Tpot.Milliseconds,13:F2} {point.E2e.Milliseconds,13:F2}  {(point.Holds ? "holds" : "fails")}");
}
