using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Mapping.Collectives;
using DeepStack.Sim.Mapping.Plans;
using DeepStack.Sim.Workload.Operators;

namespace DeepStack.Sim.Mapping.Programs;

/// <summary>Deals the layers of a program out to the stages of a pipeline, as evenly as whole layers allow, and puts transfers between them.</summary>
public static class PipelineStages
{
    /// <summary>The name of the transfer that ends a stage.</summary>
    public const string Transfer = "pipeline_send";

    /// <summary>The program, stage after stage.</summary>
    /// <param name="whole">A block before the layers, one for each kind of layer, and one after them.</param>
    /// <param name="plan">The plan; its stages are at most as many as the layers.</param>
    /// <param name="graph">The step that the program does.</param>
    public static DeviceProgram Split(DeviceProgram whole, ParallelPlan plan, StepGraph graph)
    {
        if (plan.PipelineParallel == 1) return whole;
        var blocks = new List<ProgramBlock> { whole.Blocks[0] };
        ProgramBlock transfer = TransferOf(plan, graph);
        int layers = graph.Layers.Sum(layer => layer.Count), done = 0, stage = 0;
        for (int i = 0; i < graph.Layers.Count; i++)
        {
            for (int left = graph.Layers[i].Count; left > 0;)
            {
                int room = FirstLayerOf(stage + 1, layers, plan.PipelineParallel) - done, taken = Math.Min(room, left);
                blocks.Add(whole.Blocks[i + 1] with { Repeat = taken, Stage = stage });
                left -= taken;
                done += taken;
                if (taken == room && done < layers) blocks.Add(transfer with { Stage = stage++ });
            }
        }
        blocks.Add(whole.Blocks[^1] with { Stage = stage });
        return new DeviceProgram(blocks);
    }

    /// <summary>The first layer of a stage, or the number of layers after the last.</summary>
    public static int FirstLayerOf(int stage, int layers, int stages) => (int)((long)layers * stage / stages);

    private static ProgramBlock TransferOf(ParallelPlan plan, StepGraph graph)
    {
        Bytes stream = graph.Model.Precision.Activations.SizeOf((long)graph.Shape.NewTokens * graph.Model.HiddenSize);
        if (plan.SequenceParallel) stream = Bytes.FromCount((stream.Count + plan.TensorParallel - 1) / plan.TensorParallel);
        return new ProgramBlock([new CollectiveStep(Transfer, CollectiveKind.SendReceive, stream, plan.StageGroup) { Scope = OperatorScope.NewTokens }], 1);
    }
}
