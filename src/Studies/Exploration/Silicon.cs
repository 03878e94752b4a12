using DeepStack.Sim.Platform;
using DeepStack.Sim.Presets;

namespace DeepStack.Sim.Studies.Exploration;

/// <summary>One choice of a value for each axis of a space.</summary>
public sealed class Silicon
{
    private readonly DesignSpace _space;
    private readonly int[] _choice;

    internal Silicon(DesignSpace space, int number, int[] choice)
    {
        _space = space;
        Number = number;
        _choice = choice;
    }

    /// <summary>Its place among all silicon of the space, from 0.</summary>
    public int Number { get; }

    /// <summary>[axes] the values, as written.</summary>
    public IReadOnlyList<string> Values => [.. _choice.Select((value, axis) => _space.Axes[axis].Values[value])];

    /// <summary>Square metres of logic.</summary>
    public double SquareMetres => _space.Limits.FixedArea.SquareMetres + _space.Axes.Select((axis, i) => axis.AreaOfOne == 0 ? 0 : axis.AreaOfOne * axis.AmountOf(_choice[i])!.Value.Number).Sum();

    /// <summary>What it sets in presets.</summary>
    public IEnumerable<PresetOverride> Changes => _choice.SelectMany((value, axis) => _space.Axes[axis].Changes[value]);

    /// <summary>For messages: "cores = 132, links = 450 GB/s".</summary>
    public override string ToString() => string.Join(", ", _space.Axes.Zip(Values, (axis, value) => $"{axis.Name} = {value}"));

    /// <summary>Whether the space excludes it, and why; null where it does not.</summary>
    internal DesignVerdict? Exclusion =>
        !_space.Rules.All(rule => rule.Allows(_choice)) ? DesignVerdict.Rule
        : _space.Limits.Area is { } budget && SquareMetres > budget.SquareMetres ? DesignVerdict.Area
        : null;

    /// <summary>The machine.</summary>
    /// <exception cref="PresetException">Values cannot be so; the message names file and line of the axis.</exception>
    internal PlatformSpec Open()
    {
        var changes = new PresetChanges();
        foreach (PresetOverride change in Changes) changes.Add(change);
        try
        {
            PlatformSpec machine = PlatformPreset.Open(_space.Platform, changes);
            changes.RequireUse();
            return machine;
        }
        catch (PresetException e)
        {
            throw new PresetException($"{e.Message}{Environment.NewLine}This is {_space.Platform} with {this}.", e);
        }
    }
}
