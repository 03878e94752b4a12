using DeepStack.Sim.Presets;
using DeepStack.Sim.Workload.Models;

namespace DeepStack.Sim.Mapping.Plans;

/// <summary>Finds every reason why a model cannot be spread over devices as a plan says.</summary>
internal sealed class PlanCheck
{
    private readonly ModelSpec _model;
    private readonly ParallelPlan _plan;
    private readonly List<string> _faults = [];

    public PlanCheck(ModelSpec model, ParallelPlan plan)
    {
        _model = model;
        _plan = plan;
    }

    /// <exception cref="PresetException">The plan cannot be; the message names every fault.</exception>
    public void Run(int devices)
    {
        if (Passes(devices)) return;
        throw new PresetException($"{_model.Name} cannot run as {_plan}: {string.Join("; ", _faults.Distinct())}. Choose another --tp, --pp, --ep, --attention-dp or --dp.");
    }

    /// <summary>Whether nothing is wrong.</summary>
    public bool Passes(int devices)
    {
        CheckSizes();
        if (_faults.Count == 0)
        {
            if (_plan.Devices > devices) _faults.Add($"{_plan} needs {_plan.Devices} devices and the platform has {devices}");
            CheckOptions();
            foreach (LayerGroup group in _model.Layers) CheckLayer(group);
        }
        return _faults.Count == 0;
    }

    private void CheckSizes()
    {
        foreach ((string what, int size) in new[]
        {
            ("tensor parallelism", _plan.TensorParallel), ("data parallelism", _plan.DataParallel), ("pipeline parallelism", _plan.PipelineParallel),
            ("expert parallelism", _plan.ExpertParallel), ("attention data parallelism", _plan.AttentionData), ("the number of micro-batches", _plan.MicroBatches),
            ("the number of overlap chunks", _plan.OverlapChunks),
        })
        {
            if (size < 1) _faults.Add($"{what} is {size} and must be at least 1");
        }
    }

    private void CheckOptions()
    {
        if (_plan.PipelineParallel > _model.LayerCount) _faults.Add($"{_model.LayerCount} layers do not fill {_plan.PipelineParallel} stages");
        if (_plan.MicroBatches > 1 && _plan.PipelineParallel == 1) _faults.Add("micro-batches need pipeline stages");
        if (_plan.SequenceParallel && _plan.TensorParallel == 1) _faults.Add("sequence parallelism needs tensor parallelism");
        if (_plan.StageDevices % _plan.ExpertParallel != 0) _faults.Add($"{_plan.ExpertParallel} expert-parallel ranks do not divide the {_plan.StageDevices} devices of a stage");
        if (_model.HasExperts) return;
        if (_plan.ExpertParallel > 1) _faults.Add("there are no experts to share");
        if (_plan.AttentionData > 1) _faults.Add("attention groups share experts, and there are none; use data parallelism");
    }

    private void CheckLayer(LayerGroup group)
    {
        int ranks = _plan.TensorParallel;
        if (!DividesEvenly(group.Attention.Heads, ranks)) _faults.Add($"{group.Attention.Heads} query heads neither divide over {ranks} ranks nor are repeated evenly");
        if (group.Attention is GroupedQueryAttention { KvHeads: int heads } && !DividesEvenly(heads, ranks))
            _faults.Add($"{heads} KV heads neither divide over {ranks} ranks nor are repeated evenly");
        if (group.FeedForward is DenseFeedForward { IntermediateSize: int width } && width % ranks != 0)
            _faults.Add($"the feed-forward width of {width} does not divide over {ranks} ranks");
        if (group.FeedForward is MixtureOfExperts moe && _plan.StageDevices % _plan.ExpertParallel == 0) CheckExperts(moe);
    }

    private void CheckExperts(MixtureOfExperts moe)
    {
        if (moe.Experts % _plan.ExpertParallel != 0) _faults.Add($"{moe.Experts} experts do not divide over {_plan.ExpertParallel} expert-parallel ranks");
        if (moe.ExpertIntermediateSize % _plan.ExpertTensor != 0)
            _faults.Add($"the experts' width of {moe.ExpertIntermediateSize} does not divide over the {_plan.ExpertTensor} devices that share an expert");
        if (moe.SharedIntermediateSize % _plan.TensorParallel != 0)
            _faults.Add($"the shared experts' width of {moe.SharedIntermediateSize} does not divide over {_plan.TensorParallel} ranks");
    }

    private static bool DividesEvenly(int heads, int ranks) => heads % ranks == 0 || ranks % heads == 0;
}
