using DeepStack.Sim.Core.Events;

namespace DeepStack.Sim.Core.Tests.Events;

/// <summary>A test against the SimSharp package; skipped, with the reason, in a build without it.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class SimSharpFactAttribute : FactAttribute
{
    private static readonly Type? Adapter = Type.GetType("DeepStack.Sim.EventKernel.SimSharp.SimSharpEventList, DeepStack.Sim.EventKernel.SimSharp");

    public SimSharpFactAttribute()
    {
        if (Adapter is null) Skip = "This build has no SimSharp; where the package restores: dotnet test tests/Core.Tests -c Release -p:EventKernel=SimSharp";
    }

    /// <summary>A fresh event list over SimSharp.</summary>
    /// <param name="capacity">Places in its queue before a larger one takes over.</param>
    internal static IEventList Create(int capacity) => (IEventList)Activator.CreateInstance(Adapter!, capacity)!;
}
