using DeepStack.Sim.Mapping.Collectives;
using DeepStack.Sim.Mapping.Placement;

namespace DeepStack.Sim.Mapping.Plans;

/// <summary>How a model is spread over devices; attention and experts are spread apart.</summary>
/// <remarks>
/// A replica is a pipeline of stages, each of <see cref="StageDevices"/> devices. In a stage, device a * T + t holds tensor-parallel part t
/// for attention group a. The same devices, in the same order, share the routed experts: device e * X + x holds part x of each of the
/// experts of rank e, where X = <see cref="ExpertTensor"/>.
/// </remarks>
/// <param name="TensorParallel">Devices that share attention, dense layers and vocabulary; at least 1.</param>
/// <param name="DataParallel">Replicas, each on its own; at least 1.</param>
public sealed record ParallelPlan(int TensorParallel = 1, int DataParallel = 1)
{
    /// <summary>Stages that share the layers, one after the other; at least 1.</summary>
    public int PipelineParallel { get; init; } = 1;

    /// <summary>Ranks that share whole routed experts; 1 where every expert is spread over all devices of a stage. Divides <see cref="StageDevices"/>.</summary>
    public int ExpertParallel { get; init; } = 1;

    /// <summary>Groups of a stage that do attention and dense layers for requests of their own, in lock step because they share experts; at least 1.</summary>
    public int AttentionData { get; init; } = 1;

    /// <summary>Parts that a step is cut into, by sequences, to fill the pipeline; at least 1.</summary>
    public int MicroBatches { get; init; } = 1;

    /// <summary>Pieces in which an exchange and the product beside it overlap; 1 for one after the other.</summary>
    public int OverlapChunks { get; init; } = 1;

    /// <summary>What else goes on side by side; chunks are told by <see cref="OverlapChunks"/> alone.</summary>
    public OverlapModes Overlap { get; init; }

    /// <summary>All that goes on side by side.</summary>
    public OverlapModes AllOverlap => OverlapChunks > 1 ? Overlap | OverlapModes.Chunked : Overlap;

    /// <summary>Whether norms and residual sums are shared by token: a reduce-scatter and an all-gather take the place of an all-reduce.</summary>
    public bool SequenceParallel { get; init; }

    /// <summary>Where weights of products lie in the memory of a device.</summary>
    public DataPlacement WeightPlacement { get; init; }

    /// <summary>Where KV blocks lie in the memory of a device.</summary>
    public DataPlacement CachePlacement { get; init; }

    /// <summary>Devices of a pipeline stage.</summary>
    public int StageDevices => TensorParallel * AttentionData;

    /// <summary>Devices of a replica.</summary>
    public int ReplicaDevices => StageDevices * PipelineParallel;

    /// <summary>Devices in use.</summary>
    public int Devices => ReplicaDevices * DataParallel;

    /// <summary>Devices that share each routed expert.</summary>
    public int ExpertTensor => StageDevices / ExpertParallel;

    /// <summary>Whether tokens travel to the devices of their experts; otherwise every device that holds experts has all tokens.</summary>
    public bool Dispatches => AttentionData > 1;

    /// <summary>Those that share attention and dense layers.</summary>
    public RankGroup TensorGroup => new(TensorParallel, 1, AttentionData, TensorParallel);

    /// <summary>Those that share whole experts.</summary>
    public RankGroup ExpertGroup => new(ExpertParallel, ExpertTensor, ExpertTensor, 1);

    /// <summary>Those that share each expert.</summary>
    public RankGroup ExpertTensorGroup => new(ExpertTensor, 1, ExpertParallel, ExpertTensor);

    /// <summary>A device and its neighbour in the next stage.</summary>
    public RankGroup StageGroup => new(2, StageDevices, StageDevices, 1);

    /// <summary>For reports: "TP 8" or "TP 4, PP 2, DP 2".</summary>
    public override string ToString()
    {
        var text = new System.Text.StringBuilder($"TP {TensorParallel}");
        foreach ((string name, int size) in new[] { ("PP", PipelineParallel), ("attention DP", AttentionData), ("EP", ExpertParallel), ("DP", DataParallel) })
        {
            if (size > 1) text.Append($", {name} {size}");
        }
        if (MicroBatches > 1) text.Append($", {MicroBatches} micro-batches");
        if (OverlapChunks > 1) text.Append($", overlap in {OverlapChunks} chunks");
        if (Overlap != OverlapModes.None) text.Append($", overlap {OverlapNames.Of(Overlap)}");
        if (WeightPlacement != DataPlacement.Striped) text.Append($", weights {PlacementNames.Of(WeightPlacement)}");
        if (CachePlacement != DataPlacement.Striped) text.Append($", KV {PlacementNames.Of(CachePlacement)}");
        return text.Append(SequenceParallel ? ", SP" : "").ToString();
    }
}
