using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using DeepStack.Sim.Cli.Networks;
using DeepStack.Sim.Core.Observation;
using DeepStack.Sim.Interconnect.Scenarios;

namespace DeepStack.Sim.Cli.Commands;

/// <summary><c>deepstack network SCENARIO.json</c>: when every flow of a packet network finishes; <c>network sweep</c>: collectives against size.</summary>
internal static class NetworkCommand
{
    private const string Description = """
        Simulates the flows of a scenario (format network-scenario/1) on a packet network, or collectives against size on a machine.

        Examples:
          deepstack network validation/network/scenarios/incast4_1m.json
          deepstack network sweep --platform h100-8 --collective all_reduce --to 4MiB --svg all_reduce.svg
        """;

    public static Command Create()
    {
        var file = new Argument<string>("scenario") { Description = "The scenario, JSON; src/Interconnect/README.md describes it" };
        var json = new Option<bool>("--json") { Description = "Print JSON" };
        var timeline = new Option<string?>("--timeline") { Description = "Write every transmission to this file, in Chrome's trace event format" };
        var command = new Command("network", Description) { file, json, timeline };
        command.Add(NetworkSweepCommand.Create());
        command.SetAction(parse => Run(parse.GetValue(file)!, parse.GetValue(json), parse.GetValue(timeline)));
        return command;
    }

    private static int Run(string file, bool json, string? timelineFile)
    {
        NetworkScenario scenario = NetworkScenarioReader.Read(file);
        NetworkTimeline? timeline = timelineFile is null ? null : new NetworkTimeline();
        var run = new ScenarioRun(scenario, timeline is null ? null : new Probe(timeline));
        TimeSpan before = CpuTime();
        ScenarioResult result = run.Run();
        double seconds = (CpuTime() - before).TotalSeconds;
        if (timeline is not null) OutputFile.Write(timelineFile!, timeline.Text());
        Console.Out.Write(json ? NetworkReport.JsonOf(result) : NetworkReport.TextOf(result));
        Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{result.PacketHops} packet-hops in {seconds:F3} s of processor time, {result.PacketHops / Math.Max(seconds, 1e-3) / 1e6:F2} million a second"));
        return ExitCodes.Done;
    }

    private static TimeSpan CpuTime()
    {
        using var process = Process.GetCurrentProcess();
        return process.TotalProcessorTime;
    }
}
