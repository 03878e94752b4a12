using System.Runtime.CompilerServices;

namespace DeepStack.Sim.Core.Events;

/// <summary>A process and the state of its method in one object, so that resuming one of many touches one place in memory.</summary>
/// <typeparam name="TMethod">What the compiler made of the method: its locals, and where it stands.</typeparam>
internal sealed class ProcessBody<TMethod> : Process
    where TMethod : IAsyncStateMachine
{
    private TMethod _method = default!;

    /// <summary>Takes the state over; a copy, which must already know this process.</summary>
    public void Hold(TMethod method) => _method = method;

    /// <inheritdoc/>
    public override void Handle(long payload) => _method.MoveNext();
}
