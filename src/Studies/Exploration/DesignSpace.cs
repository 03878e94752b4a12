using DeepStack.Sim.Mapping.Plans;
using DeepStack.Sim.Workload.Models;

namespace DeepStack.Sim.Studies.Exploration;

/// <summary>What a designer leaves open, and what a design must keep: a model, a machine, axes of its silicon, plans, batches and limits.</summary>
public sealed record DesignSpace
{
    /// <summary>The folder of shipped spaces.</summary>
    public const string Kind = "spaces";

    /// <summary>The space of the sample.</summary>
    public const string Sample = "stacked-8";

    /// <summary>One sentence about it.</summary>
    public required string Description { get; init; }

    /// <summary>The model's name, as given.</summary>
    public required string Model { get; init; }

    /// <summary>The machine that axes change, as given.</summary>
    public required string Platform { get; init; }

    /// <summary>What the sequences do.</summary>
    public DesignStage Stage { get; init; }

    /// <summary>Tokens of each: before the step that decodes, or of the prompt.</summary>
    public required int Tokens { get; init; }

    /// <summary>Sequences of the whole machine, ascending.</summary>
    public required IReadOnlyList<int> Batches { get; init; }

    /// <summary>How tokens choose experts, in the words of a scenario.</summary>
    public string Routing { get; init; } = "uniform";

    /// <summary>Which plans are open.</summary>
    public required IReadOnlyList<PlanFamily> Plans { get; init; }

    /// <summary>The open values of the silicon; none for the machine as it is.</summary>
    public required IReadOnlyList<DesignAxis> Axes { get; init; }

    /// <summary>What a design must keep.</summary>
    public required DesignLimits Limits { get; init; }

    /// <summary>What makes a design better.</summary>
    public DesignObjective Objective { get; init; }

    /// <summary>File and line of the list of plans, for messages.</summary>
    internal string PlansPlace { get; init; } = "";

    /// <summary>Requirements between axes.</summary>
    internal IReadOnlyList<DesignRule> Rules { get; init; } = [];

    /// <summary>Every silicon of the space, the first axis changing slowest.</summary>
    internal IEnumerable<Silicon> AllSilicon()
    {
        int count = Axes.Aggregate(1, (product, axis) => checked(product * axis.Values.Count));
        for (int number = 0; number < count; number++)
        {
            var choice = new int[Axes.Count];
            for (int axis = Axes.Count - 1, rest = number; axis >= 0; rest /= Axes[axis].Values.Count, axis--) choice[axis] = rest % Axes[axis].Values.Count;
            yield return new Silicon(this, number, choice);
        }
    }

    /// <summary>The plans of all families, each once.</summary>
    internal ParallelPlan[] PlansOf(ModelSpec model, int devices)
    {
        ParallelPlan[] plans = [.. Plans.SelectMany(family => family.Of(model, devices)).Distinct()];
        return plans.Length > 0 ? plans : throw new Presets.PresetException($"{PlansPlace}: plans has none that spreads {model.Name} over all {devices} devices. Allow more in each dimension, or write plans: all.");
    }
}
