namespace DeepStack.Sim.Engine.Sampled;

/// <summary>Parts that have been simulated, each once; optionally kept on disk between runs.</summary>
/// <remarks>An entry depends on its key and on the fingerprint of machine, model, plan and program alone, so it never matters who simulated it.</remarks>
public sealed class PartMemo
{
    private readonly SortedDictionary<PartKey, PartSample[]> _added = [];
    private readonly Dictionary<PartKey, PartSample[]> _parts = [];
    private readonly PartSimulator _simulator;
    private readonly MemoFile? _file;

    internal PartMemo(PartSimulator simulator, MemoFile? file)
    {
        _simulator = simulator;
        _file = file;
        if (file is null) return;
        foreach ((PartKey key, PartSample[] samples) in file.Load()) _parts[key] = samples;
    }

    /// <summary>Parts simulated in this run.</summary>
    public int Simulated => _added.Count;

    /// <summary>Parts known.</summary>
    public int Known => _parts.Count;

    /// <summary>Writes what this run has added to disk, together with what others have added meanwhile.</summary>
    public void Save()
    {
        if (_added.Count > 0) _file?.Save(_added);
    }

    internal PartSample[] Get(PartKey key)
    {
        if (_parts.TryGetValue(key, out PartSample[]? samples)) return samples;
        samples = _simulator.Simulate(key);
        _parts.Add(key, samples);
        _added.Add(key, samples);
        return samples;
    }
}
