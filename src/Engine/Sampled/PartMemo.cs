using System.Buffers.Binary;
using System.Security.Cryptography;
using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Engine.Steps;
using DeepStack.Sim.Workload.Steps;

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

    internal PartSample[] Get(PartKey key) => _parts.TryGetValue(key, out PartSample[]? samples) ? samples : Keep(key, _simulator.Simulate(key));

    /// <summary>The time of a whole step at event fidelity.</summary>
    /// <param name="shape">The step.</param>
    /// <param name="executor">Simulates it where it is not known yet.</param>
    internal Duration TimeOf(StepShape shape, IStepExecutor executor)
    {
        PartKey key = KeyOf(shape);
        if (!_parts.TryGetValue(key, out PartSample[]? samples))
            samples = Keep(key, [new PartSample(new OperatorSample { ElapsedPs = executor.Execute(shape).Elapsed.Picoseconds }, default, "")]);
        return Duration.FromPicoseconds((long)samples[0].Numbers.ElapsedPs);
    }

    private PartSample[] Keep(PartKey key, PartSample[] samples)
    {
        _parts.Add(key, samples);
        _added.Add(key, samples);
        return samples;
    }

    private static PartKey KeyOf(StepShape shape)
    {
        var bytes = new byte[shape.Slices.Count * 9];
        for (int i = 0; i < shape.Slices.Count; i++)
        {
            SequenceSlice slice = shape.Slices[i];
            BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(i * 9), slice.NewTokens);
            BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(i * 9 + 4), slice.ContextTokens);
            bytes[i * 9 + 8] = slice.Samples ? (byte)1 : (byte)0;
        }
        byte[] hash = SHA256.HashData(bytes);
        return new PartKey(PartKind.Whole, BinaryPrimitives.ReadInt64LittleEndian(hash), BinaryPrimitives.ReadInt64LittleEndian(hash.AsSpan(8)));
    }
}
