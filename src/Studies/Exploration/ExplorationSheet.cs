using System.Globalization;
using DeepStack.Sim.Results.Designs;

namespace DeepStack.Sim.Studies.Exploration;

/// <summary>What a search found, in the words of its table and its page.</summary>
public static class ExplorationSheet
{
    /// <summary>The sheet: by batch, and of each from the fastest on.</summary>
    public static DesignSheet Of(ExplorationResult result) =>
        new(
            result.Space.Description,
            [.. HeadsOf(result.Space)],
            [.. result.Shown.Select(shown => RowOf(result.Space, shown.Design, shown.IsBest, shown.IsOnFront))],
            [.. result.Space.Batches.Zip(result.Best).Where(pair => pair.Second is null).Select(pair => pair.First)],
            ExplorationText.AccountOf(result),
            [.. FactsOf(result.Space)]);

    internal static IEnumerable<string> HeadsOf(DesignSpace space) =>
        ["batch", .. space.Axes.Select(axis => axis.Name), "step", "UTPS", "STPS", "W/device", "hottest", "STPS/W", "plan"];

    internal static string[] CellsOf(ExploredDesign design) =>
    [
        design.Batch.ToString(CultureInfo.InvariantCulture), .. design.Silicon.Values, design.Step.ToText(), Digits(design.Utps), Digits(design.Stps),
        design.Device is { } device ? Digits(device.Power.Watts) : "-", design.Device?.Hottest is { } hottest ? $"{Digits(hottest.Degrees)} C" : "-", design.StpsPerWatt is { } share ? Digits(share) : "-",
        design.Plan.ToString(),
    ];

    private static DesignRow RowOf(DesignSpace space, ExploredDesign design, bool isBest, bool isOnFront) =>
        new(design.Batch, design.Utps, design.Stps, design.StpsPerWatt, isBest, isOnFront, CellsOf(design), ReproducingLine.Of(space, design));

    private static IEnumerable<(string Name, string Value)> FactsOf(DesignSpace space)
    {
        yield return ("model", space.Model);
        yield return ("machine", space.Platform);
        yield return ("step", space.Stage == DesignStage.Decode ? $"one token of each sequence after {space.Tokens}" : $"prompts of {space.Tokens} tokens");
        yield return ("objective", space.Objective switch { DesignObjective.Utps => "UTPS", DesignObjective.StpsPerWatt => "STPS a watt", _ => "STPS" });
        DesignLimits limits = space.Limits;
        if (limits.Power is { } power) yield return ("power of a device", $"at most {power}");
        if (limits.Temperature is { } temperature) yield return ("temperature", $"at most {temperature}, by {(limits.Judge == HeatJudge.Stack ? "its thermal stack" : "one resistance")}");
        if (limits.Area is { } area) yield return ("area of the logic", $"at most {area}");
        foreach (DesignAxis axis in space.Axes) yield return (axis.Name, string.Join(", ", axis.Values));
    }

    private static string Digits(double value) => value.ToString(value >= 1000 ? "F0" : value >= 10 ? "F1" : "G3", CultureInfo.InvariantCulture);
}
