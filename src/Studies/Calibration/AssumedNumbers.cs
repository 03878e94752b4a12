using System.Globalization;
using System.Text.RegularExpressions;
using DeepStack.Sim.Engine.Running;
using DeepStack.Sim.Mapping.Plans;
using DeepStack.Sim.Platform;
using DeepStack.Sim.Presets;
using DeepStack.Sim.Workload.Models;
using DeepStack.Sim.Workload.Steps;

namespace DeepStack.Sim.Studies.Calibration;

/// <summary>Raises each assumed number of a machine by a tenth, one at a time, and asks the closed form what that does to steps.</summary>
public static partial class AssumedNumbers
{
    private const double Raise = 1.1;
    private const string Panel = "llama-3-70b";

    /// <summary>All assumed numbers, those that move the answer most first.</summary>
    public static IReadOnlyList<AssumedNumber> Rank(PlatformSpec platform)
    {
        double nominal = TimeOf(platform);
        var numbers = new List<AssumedNumber>();
        foreach (PresetUse preset in platform.Presets)
        {
            foreach (Provenance number in preset.Provenance.Where(p => p.Kind == "assumed"))
                numbers.Add(new AssumedNumber(preset.Name, number, ChangeOf(platform.Name, preset.Name, number, nominal)));
        }
        return [.. numbers.OrderByDescending(n => Math.Abs(n.Change ?? 0))];
    }

    private static double? ChangeOf(string platform, string preset, Provenance number, double nominal)
    {
        if (Raised(number.Value) is not { } raised) return null;
        try
        {
            return TimeOf(PlatformPreset.Open(platform, new PresetChanges().Add(preset, new PresetOverride(number.Path, raised)))) / nominal - 1;
        }
        catch (PresetException)
        {
            return null;
        }
    }

    /// <summary>The geometric mean of a decode step of 1, one of 64 and a prefill of 1,024 tokens on as many devices as the model spreads over.</summary>
    private static double TimeOf(PlatformSpec platform)
    {
        int ranks = Math.Min(8, 1 << (int)Math.Log2(platform.Devices));
        StepExecutors executors = StepExecutors.Open(ModelLibrary.Open(Panel), platform, new ParallelPlan(ranks));
        return Math.Exp(new[] { Step(1, 1, 2048), Step(64, 1, 2048), Step(1, 1024, 0) }.Average(shape => Math.Log(executors.Analytical.Execute(shape).Elapsed.Seconds)));
    }

    private static StepShape Step(int sequences, int tokens, int context)
    {
        var shape = new StepShape();
        for (int i = 0; i < sequences; i++) shape.Add(new SequenceSlice(tokens, context, Samples: true));
        return shape;
    }

    /// <summary>A tenth more of the number in a text such as "45.3 ns"; whole numbers without a unit stay whole.</summary>
    private static string? Raised(string text)
    {
        Match match = NumberAndUnit().Match(text);
        if (!match.Success) return null;
        string number = match.Groups[1].Value, unit = match.Groups[2].Value;
        double raised = double.Parse(number, CultureInfo.InvariantCulture) * Raise;
        bool isWhole = unit.Length == 0 && !number.Contains('.', StringComparison.Ordinal);
        return (isWhole ? Math.Round(raised) : Math.Round(raised, 6)).ToString("0.######", CultureInfo.InvariantCulture) + unit;
    }

    [GeneratedRegex(@"^([0-9]+(?:\.[0-9]+)?)( [A-Za-z/]+)?$")]
    private static partial Regex NumberAndUnit();
}
