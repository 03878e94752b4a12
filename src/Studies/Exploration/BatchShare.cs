using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Mapping.Plans;

namespace DeepStack.Sim.Studies.Exploration;

/// <summary>How the sequences of a batch are shared by replicas, stages and attention groups of a plan.</summary>
internal readonly struct BatchShare
{
    private readonly ParallelPlan _plan;

    /// <param name="plan">The plan.</param>
    /// <param name="batch">Sequences of the whole machine; at least 1.</param>
    public BatchShare(ParallelPlan plan, int batch)
    {
        _plan = plan;
        Batch = batch;
        int ofReplica = Pieces(batch, plan.DataParallel), ofStage = Pieces(ofReplica, plan.PipelineParallel);
        Sequences = Pieces(ofStage, plan.AttentionData);
        Parts = Pieces(ofReplica, ofStage);
    }

    /// <summary>Sequences of the whole machine.</summary>
    public int Batch { get; }

    /// <summary>Of them, those that an attention group of the fullest replica has in a step of one stage.</summary>
    public int Sequences { get; }

    /// <summary>Parts of the batch on their way through the pipeline of a replica; at most its stages.</summary>
    public int Parts { get; }

    /// <summary>The share of all operators of a step that one device does in the time of a step.</summary>
    public double StagesBusy => (double)Parts / _plan.PipelineParallel;

    /// <summary>Watts of the whole machine; replicas without a sequence are idle.</summary>
    public double AllWatts(Power busy, Power idle)
    {
        int working = Math.Min(Batch, _plan.DataParallel);
        return _plan.ReplicaDevices * ((busy.Watts * working) + (idle.Watts * (_plan.DataParallel - working)));
    }

    private static int Pieces(int whole, int parts) => (whole + parts - 1) / parts;
}
