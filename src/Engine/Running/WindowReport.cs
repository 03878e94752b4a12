using System.Globalization;
using DeepStack.Sim.Results;

namespace DeepStack.Sim.Engine.Running;

/// <summary>Says in a sentence what was recorded in a window.</summary>
internal static class WindowReport
{
    /// <summary>How many steps were recorded, and how well they agree with the run.</summary>
    public static string Of(TimeWindow window, IReadOnlyList<WindowRecording> recordings)
    {
        int steps = recordings.Sum(r => r.Steps);
        if (steps == 0) return $"No step meets the window {window}; no transactions are recorded.";
        double mean = recordings.Sum(r => r.Differences) / steps, largest = recordings.Max(r => r.LargestDifference);
        string agreement = largest == 0 ? "they go as in the run" : string.Create(CultureInfo.InvariantCulture, $"the run's times differ from theirs by {mean:P2} in the mean, {largest:P2} at most, and their records are stretched to the run's");
        return $"Window {window}: {steps} {(steps == 1 ? "step was" : "steps were")} simulated again at fidelity event for transactions and packets; {agreement}.";
    }
}
