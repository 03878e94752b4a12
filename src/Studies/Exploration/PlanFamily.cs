using DeepStack.Sim.Mapping.Plans;
using DeepStack.Sim.Presets;
using DeepStack.Sim.Workload.Models;

namespace DeepStack.Sim.Studies.Exploration;

/// <summary>Plans of a kind: all ways to spread a model over a number of devices within what each dimension may be.</summary>
public sealed record PlanFamily
{
    /// <summary>All plans.</summary>
    public static PlanFamily All { get; } = new();

    /// <summary>What tensor parallelism may be; null for anything.</summary>
    public IReadOnlyList<int>? Tensor { get; init; }

    /// <summary>What pipeline parallelism may be; null for anything.</summary>
    public IReadOnlyList<int>? Pipeline { get; init; }

    /// <summary>What data parallelism may be; null for anything.</summary>
    public IReadOnlyList<int>? Data { get; init; }

    /// <summary>How many attention groups may share experts; null for anything.</summary>
    public IReadOnlyList<int>? AttentionData { get; init; }

    /// <summary>What expert parallelism may be; null for anything.</summary>
    public IReadOnlyList<int>? Expert { get; init; }

    /// <summary>Whether norms and sums may be shared by token.</summary>
    public IReadOnlyList<bool> Sequence { get; init; } = [false];

    /// <summary>What may go on side by side.</summary>
    public IReadOnlyList<OverlapModes> Overlap { get; init; } = [OverlapModes.None];

    /// <summary>The plans that use all of some devices and into which a model divides, in a fixed order.</summary>
    public IEnumerable<ParallelPlan> Of(ModelSpec model, int devices) =>
        from tensor in Allowed(Tensor, devices)
        from pipeline in Allowed(Pipeline, devices / tensor)
        from data in Allowed(Data, devices / tensor / pipeline)
        let groups = devices / tensor / pipeline / data
        where AttentionData?.Contains(groups) ?? true
        from expert in Allowed(Expert, tensor * groups)
        from sequence in Sequence
        from overlap in Overlap
        let plan = OverlapNames.With(new ParallelPlan(tensor, data) { PipelineParallel = pipeline, AttentionData = groups, ExpertParallel = expert, SequenceParallel = sequence }, overlap, null)
        where PlanFitting.Divides(model, plan, devices)
        select plan;

    /// <summary>Reads a section of a space; faults are noted.</summary>
    internal static PlanFamily Read(PresetSection section)
    {
        IReadOnlyList<bool> sequence = section.List<bool>("sequence");
        return new PlanFamily
        {
            Tensor = Ways("tensor"),
            Pipeline = Ways("pipeline"),
            Data = Ways("data"),
            AttentionData = Ways("attention_data"),
            Expert = Ways("expert"),
            Sequence = sequence.Count > 0 ? sequence : All.Sequence,
            Overlap = section.Has("overlap") ? [.. section.List<string>("overlap").Select(ModeOf)] : All.Overlap,
        };

        IReadOnlyList<int>? Ways(string key)
        {
            if (!section.Has(key)) return null;
            IReadOnlyList<int> ways = section.List<int>(key);
            if (ways.Any(way => way < 1)) section.Fault(key, $"is [{string.Join(", ", ways)}]; expected numbers of at least 1");
            return ways;
        }

        OverlapModes ModeOf(string name)
        {
            try
            {
                OverlapModes modes = OverlapNames.Parse(name);
                if (modes.HasFlag(OverlapModes.Interleaved)) section.Fault("overlap", "is interleaved, which the closed form of many plans does not time; expected none, chunked, prefetch or chunked+prefetch");
                return modes;
            }
            catch (FormatException e)
            {
                section.Fault("overlap", $"cannot be read: {e.Message.TrimEnd('.')}");
                return OverlapModes.None;
            }
        }
    }

    private static IEnumerable<int> Allowed(IReadOnlyList<int>? ways, int devices) =>
        Enumerable.Range(1, devices).Where(n => devices % n == 0 && (ways?.Contains(n) ?? true));
}
