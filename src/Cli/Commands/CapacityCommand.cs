using System.CommandLine;
using System.Globalization;
using DeepStack.Sim.Cli.Replaying;
using DeepStack.Sim.Engine.Running;
using DeepStack.Sim.Engine.Scenarios;
using DeepStack.Sim.Presets;
using DeepStack.Sim.Results.Metrics;
using DeepStack.Sim.Studies.Capacity;

namespace DeepStack.Sim.Cli.Commands;

/// <summary><c>deepstack capacity [TRACE]</c>: the highest rate at which 99 of 100 requests hold their limits, or what a machine completes at most.</summary>
internal static class CapacityCommand
{
    private const string Description = """
        With --slo, replays a trace faster and slower and finds the highest rate of arrivals at which 99 of 100 requests hold their limits.
        Prints a row per rate tried, by rate: the curve of rate against 99th percentiles.
        Without, finds the completion rate of a saturated closed loop: clients without think time are doubled until more complete no more.

        Examples:
          deepstack capacity --slo ttft=2s,tpot=50ms
          deepstack capacity conversation.csv.gz
          deepstack capacity conversation.csv.gz --slo ttft=1s --set platform=h100-8 --set model=llama-3-8b --set plan.tensor=1
        """;

    private const string Columns = "   p99 TTFT ms   p99 TPOT ms    p99 E2E ms";

    public static Command Create()
    {
        var trace = new Argument<string?>("trace") { Description = "The request trace, plain or gzip; without one, the shipped sample", Arity = ArgumentArity.ZeroOrOne };
        var slo = new Option<string?>("--slo") { Description = "Limits such as ttft=2s,tpot=50ms,e2e=30s; without, the machine is saturated" };
        var scenario = new Option<string?>("--scenario") { Description = "A scenario file, such as the one saved with earlier results" };
        var set = new Option<string[]>("--set") { Description = "Sets any value of the scenario: path=value", AllowMultipleArgumentsPerToken = false };
        var memo = new Option<string?>("--memo") { Description = "The folder that remembers simulated parts between runs, or \"off\"" };
        var tolerance = new Option<double>("--tolerance") { Description = "How close the rates that hold and fail must be; without limits, what twice the clients may complete more", DefaultValueFactory = _ => 0.02 };
        var command = new Command("capacity", Description) { trace, slo, scenario, set, memo, tolerance };
        command.SetAction(parse => Run(
            new ReplayRequest
            {
                Trace = parse.GetValue(trace),
                ScenarioFile = parse.GetValue(scenario),
                Overrides = [.. (parse.GetValue(set) ?? []).Select(PresetOverride.Parse)],
                Memo = parse.GetValue(memo),
            },
            parse.GetValue(slo) is { } limits ? ObjectiveOf(limits) : null,
            parse.GetValue(tolerance)));
        return command;
    }

    private static int Run(ReplayRequest request, ServiceObjective? objective, double tolerance)
    {
        if (!(tolerance > 0)) throw new PresetException($"--tolerance is {tolerance}; expected a number above 0.");
        using var interrupt = new Interruption();
        Scenario scenario = ReplayJob.ReadScenario(request);
        var services = new RunServices { MemoFolder = ReplayJob.MemoFolder(request.Memo), Warn = Console.Error.WriteLine, Cancellation = interrupt.Token };
        return objective is null ? Saturate(new SaturationSearch(scenario, services), tolerance) : Search(new CapacitySearch(scenario, objective, services), tolerance);
    }

    private static int Search(CapacitySearch search, double tolerance)
    {
        CapacityPoint? best = search.Run(tolerance, point => Console.Error.WriteLine(Line(point)));
        Console.WriteLine($"requests/s {Columns}");
        foreach (CapacityPoint point in search.Points) Console.WriteLine(Line(point));
        Console.WriteLine(best is null
            ? "No rate that was tried holds the limits."
            : string.Create(CultureInfo.InvariantCulture, $"The limits hold up to {best.RequestsPerSecond:F3} requests/s."));
        return best is null ? ExitCodes.CheckFailed : ExitCodes.Done;
    }

    private static int Saturate(SaturationSearch search, double tolerance)
    {
        Console.WriteLine($"   clients  completed/s {Columns}");
        (SaturationPoint point, bool isSaturated) = search.Run(tolerance, tried => Console.WriteLine(Line(tried)));
        Console.WriteLine(isSaturated
            ? string.Create(CultureInfo.InvariantCulture, $"A saturated closed loop completes {point.CompletionsPerSecond:F3} requests/s.")
            : string.Create(CultureInfo.InvariantCulture, $"At least {point.CompletionsPerSecond:F3} requests/s: {point.Clients} clients do not saturate the machine, and the trace is too short for more."));
        return isSaturated ? ExitCodes.Done : ExitCodes.CheckFailed;
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

    private static string Line(SaturationPoint point) => string.Create(
        CultureInfo.InvariantCulture,
        $"{point.Clients,10} {point.CompletionsPerSecond,12:F3} {point.Ttft.Milliseconds,14:F2} {point.Tpot.Milliseconds,13:F2} {point.E2e.Milliseconds,13:F2}");

    private static string Line(CapacityPoint point) => string.Create(
        CultureInfo.InvariantCulture,
        $"{point.RequestsPerSecond,10:F3} {point.Ttft.Milliseconds,14:F2} {point.Tpot.Milliseconds,13:F2} {point.E2e.Milliseconds,13:F2}  {(point.Holds ? "holds" : "fails")}");
}
