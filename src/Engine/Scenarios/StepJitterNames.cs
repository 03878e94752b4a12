using System.Globalization;
using DeepStack.Sim.Presets;
using DeepStack.Sim.Serving.Costs;
using DeepStack.Sim.Serving.Engines;

namespace DeepStack.Sim.Engine.Scenarios;

/// <summary>The words for random scatter of step times.</summary>
public static class StepJitterNames
{
    /// <summary>No scatter.</summary>
    public const string Off = "off";

    /// <summary>What was measured of the engine.</summary>
    public const string Measured = "measured";

    /// <summary>What is expected, for messages.</summary>
    public const string Forms = "off, measured, or a standard deviation from 0 to 1 as a share of a step, such as 0.005";

    /// <summary>Whether a text is one of the words or a share.</summary>
    public static bool IsOne(string text) => text is Off or Measured || ShareOf(text) is not null;

    /// <summary>The scatter that a word stands for; null for none.</summary>
    /// <param name="text">One of the words or a share.</param>
    /// <param name="engine">The engine whose scatter was measured.</param>
    /// <param name="seed">The scenario's seed.</param>
    /// <exception cref="PresetException">It is neither, or nothing was measured of the engine.</exception>
    internal static StepJitter? Resolve(string text, EngineProfile engine, ulong seed)
    {
        double? deviation = text switch
        {
            Off => 0,
            Measured => engine.StepJitter ?? throw new PresetException($"The scatter of steps of {engine.Name} was not measured. Give a standard deviation as a share of a step, such as 0.005, or off."),
            _ => ShareOf(text) ?? throw new PresetException($"\"{text}\" is no scatter of step times; expected {Forms}."),
        };
        return deviation > 0 ? new StepJitter(deviation.Value, seed) : null;
    }

    /// <summary>The word for a scatter, with its share.</summary>
    internal static string Of(StepJitter? jitter) => jitter?.Deviation.ToString("R", CultureInfo.InvariantCulture) ?? Off;

    private static double? ShareOf(string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double share) && share is >= 0 and <= 1 ? share : null;
}
