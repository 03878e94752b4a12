using System.Diagnostics;
using System.Globalization;
using DeepStack.Sim.Engine.Running;
using DeepStack.Sim.Engine.Scenarios;

namespace DeepStack.Sim.Cli.Replaying;

/// <summary>Says on standard error what a run at fidelity event will cost, where that is much.</summary>
internal static class EventForecast
{
    /// <summary>Costs below this are not worth a word.</summary>
    private static readonly TimeSpan Short = TimeSpan.FromSeconds(20);

    public static void Print(PreparedRun prepared, CancellationToken cancellation)
    {
        if (prepared.Scenario.Fidelity != Fidelity.Event || !prepared.TimesSteps) return;
        StepCensus census = StepCensus.Of(prepared, cancellation);
        using var process = Process.GetCurrentProcess();
        TimeSpan before = process.TotalProcessorTime;
        census.SimulateSample();
        process.Refresh();
        TimeSpan sample = process.TotalProcessorTime - before, forecast = sample * ((double)census.Steps / Math.Max(1, census.Sampled));
        if (forecast < Short) return;
        Console.Error.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"Fidelity event simulates about {census.Steps:N0} steps, which will take some {Words(forecast)} of CPU, as {census.Sampled} of them took {sample.TotalSeconds:F1} s. --fidelity sampled composes them and says how sure it is."));
    }

    private static string Words(TimeSpan time) => time.TotalHours >= 2
        ? string.Create(CultureInfo.InvariantCulture, $"{time.TotalHours:F0} hours")
        : time.TotalMinutes >= 2 ? string.Create(CultureInfo.InvariantCulture, $"{time.TotalMinutes:F0} minutes") : string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:F0} seconds");
}
