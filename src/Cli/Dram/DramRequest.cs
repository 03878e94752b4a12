using System.Globalization;
using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Memory.Control;
using DeepStack.Sim.Memory.Standards;
using DeepStack.Sim.Presets;

namespace DeepStack.Sim.Cli.Dram;

/// <summary>What a person asked of <c>deepstack dram</c>; null where nothing was said.</summary>
internal sealed record DramRequest
{
    public required string Trace { get; init; }

    public required string Dram { get; init; }

    public string? Scheduler { get; init; }

    public string? Size { get; init; }

    public string? RowPolicy { get; init; }

    public long? RowTimeout { get; init; }

    public string? Refresh { get; init; }

    public string? Temperature { get; init; }

    public int? Queue { get; init; }

    public string? WriteDrain { get; init; }

    public int? HitCap { get; init; }

    public string? Output { get; init; }

    public bool IsJson { get; init; }

    public string? Commands { get; init; }

    public string? Timeline { get; init; }

    public bool IsChecked { get; init; }

    /// <summary>Whether commands must be kept rather than checked as they come.</summary>
    public bool KeepsCommands => Commands is not null || Timeline is not null;

    /// <summary>The temperature, or null.</summary>
    public Celsius? Degrees => Temperature is null ? null
        : Celsius.TryParse(Temperature, CultureInfo.InvariantCulture, out Celsius degrees) ? degrees
        : throw new PresetException($"--temperature \"{Temperature}\" is no temperature; write it like 95C.");

    /// <summary>What was chosen of a scheduler for users; null if nothing was.</summary>
    public ControllerOptions? Options()
    {
        if (RowPolicy is null && RowTimeout is null && Queue is null && WriteDrain is null && HitCap is null) return null;
        var customary = new ControllerOptions();
        int queue = Queue ?? customary.BufferSize;
        (int from, int to) = WriteDrain is null ? (queue * customary.DrainFrom / customary.BufferSize, queue * customary.DrainTo / customary.BufferSize) : Watermarks(WriteDrain);
        return new ControllerOptions
        {
            RowPolicy = RowPolicy is null ? customary.RowPolicy : PolicyNames.FindRows(RowPolicy),
            RowTimeout = RowTimeout ?? customary.RowTimeout,
            BufferSize = queue,
            DrainFrom = from,
            DrainTo = to,
            HitCap = HitCap ?? customary.HitCap,
        };
    }

    private static (int From, int To) Watermarks(string text)
    {
        string[] parts = text.Split(':');
        if (parts.Length == 2 && int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out int from) && int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out int to)) return (from, to);
        throw new PresetException($"--write-drain \"{text}\" is no pair of watermarks; write the waiting writes from which and down to which writes go first, like 48:16.");
    }
}
