using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Mapping.Plans;
using DeepStack.Sim.Mapping.Programs;
using DeepStack.Sim.Workload.Models;

namespace DeepStack.Sim.Mapping.Placement;

/// <summary>Which device of a replica holds which part of a KV block: its layers' heads, or all of a latent vector.</summary>
/// <remarks>
/// A sequence belongs to one attention group, and the devices of the others hold nothing of it. KV heads divide over the tensor-parallel devices of a layer's pipeline stage; where devices outnumber heads, neighbours hold copies of the
/// same head. What all heads share (a latent vector, an indexer's keys) is on every device of the stage.
/// </remarks>
public sealed class KvPlacement
{
    private readonly ModelSpec _model;
    private readonly ParallelPlan _plan;
    private readonly LayerGroup[] _layers;
    private readonly int _firstOfStage;

    /// <param name="model">The model.</param>
    /// <param name="plan">The plan of a replica; it fits the model.</param>
    /// <param name="attentionGroup">The attention group whose sequences are meant, from 0.</param>
    public KvPlacement(ModelSpec model, ParallelPlan plan, int attentionGroup = 0)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)attentionGroup, (uint)plan.AttentionData, nameof(attentionGroup));
        _firstOfStage = attentionGroup * plan.TensorParallel;
        _model = model;
        _plan = plan;
        _layers = [.. model.Layers.SelectMany(group => Enumerable.Repeat(group, group.Count))];
    }

    /// <summary>Devices of a replica.</summary>
    public int Devices => _plan.ReplicaDevices;

    /// <summary>What all devices hold of a token, copies included.</summary>
    public Bytes PerToken => Bytes.FromCount(Enumerable.Range(0, Devices).Sum(device => PerTokenOf(device).Count));

    /// <summary>What a device holds of all its layers for a token.</summary>
    public Bytes PerTokenOf(int device)
    {
        Bytes sum = Bytes.Zero;
        int part = device % _plan.StageDevices - _firstOfStage;
        if (part < 0 || part >= _plan.TensorParallel) return sum;
        for (int layer = 0; layer < _layers.Length; layer++)
        {
            if (StageOf(layer) != device / _plan.StageDevices) continue;
            (int heads, Bytes perHead) = HeadsOf(_layers[layer]);
            sum += perHead * HeadsOn(part, heads).Count;
        }
        return sum;
    }

    /// <summary>What goes from device to device when blocks move to a replica with another placement, layer by layer.</summary>
    /// <param name="other">The placement of the receiving replica; of the same model.</param>
    /// <returns>One list for every layer, in order. Copies are sent by the copies in turn.</returns>
    public IReadOnlyList<IReadOnlyList<KvShare>> SharesTo(KvPlacement other) => [.. Enumerable.Range(0, _layers.Length).Select(layer => SharesOf(layer, other))];

    private List<KvShare> SharesOf(int layer, KvPlacement other)
    {
        (int heads, Bytes perHead) = HeadsOf(_layers[layer]);
        int source = StageOf(layer) * _plan.StageDevices + _firstOfStage, destination = other.StageOf(layer) * other._plan.StageDevices + other._firstOfStage;
        var shares = new List<KvShare>();
        for (int part = 0; part < other._plan.TensorParallel; part++)
        {
            (int first, int count) = other.HeadsOn(part, heads);
            for (int head = first; head < first + count; head++)
            {
                int from = source + HolderOf(head, heads, part), to = destination + part;
                if (shares.Count > 0 && shares[^1].From == from && shares[^1].To == to) shares[^1] = shares[^1] with { PerToken = shares[^1].PerToken + perHead };
                else shares.Add(new KvShare(from, to, perHead));
            }
        }
        return shares;
    }

    private int StageOf(int layer)
    {
        int stage = 0;
        while (stage + 1 < _plan.PipelineParallel && layer >= PipelineStages.FirstLayerOf(stage + 1, _layers.Length, _plan.PipelineParallel)) stage++;
        return stage;
    }

    /// <summary>Heads of a layer that devices can hold apart, and what each leaves for a token.</summary>
    private (int Heads, Bytes PerHead) HeadsOf(LayerGroup group) => group.Attention is GroupedQueryAttention grouped
        ? (grouped.KvHeads, _model.Precision.KvCache.SizeOf(2L * grouped.HeadDimension))
        : (1, group.KvBytesPerToken(_model.Precision.KvCache));

    private (int First, int Count) HeadsOn(int part, int heads) => ((int)((long)part * heads / _plan.TensorParallel), Math.Max(1, heads / _plan.TensorParallel));

    /// <summary>The tensor-parallel part that sends a head to a part of the other replica: of its copies, one after the other.</summary>
    private int HolderOf(int head, int heads, int to)
    {
        int copies = Math.Max(1, _plan.TensorParallel / heads);
        return (int)((long)head * _plan.TensorParallel / heads) + to % copies;
    }
}
