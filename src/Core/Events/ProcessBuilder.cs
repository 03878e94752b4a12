using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;

#pragma warning disable CA1822, IDE0060 // The language fixes the members of a builder and their parameters.

namespace DeepStack.Sim.Core.Events;

/// <summary>What the compiler calls on behalf of an <c>async Process</c> method; models never name it.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public struct ProcessBuilder
{
    private Process? _process;

    /// <summary>The process that the method returns.</summary>
    public readonly Process Task => _process!;

    /// <summary>A builder for one call of the method.</summary>
    public static ProcessBuilder Create() => default;

    /// <summary>Makes the process; nothing of the method runs yet.</summary>
    public void Start<TMethod>(ref TMethod method)
        where TMethod : IAsyncStateMachine
    {
        var body = new ProcessBody<TMethod>();
        // This builder lies within the method's state: it must know the process before the state is copied.
        _process = body;
        body.Hold(method);
    }

    /// <summary>Begins a wait; to await anything but a <see cref="Wait"/>, a task for example, does not compile.</summary>
    public readonly void AwaitOnCompleted<TWait, TMethod>(ref TWait wait, ref TMethod method)
        where TWait : struct, IWait
        where TMethod : IAsyncStateMachine => wait.Enter(_process!);

    /// <inheritdoc cref="AwaitOnCompleted"/>
    public readonly void AwaitUnsafeOnCompleted<TWait, TMethod>(ref TWait wait, ref TMethod method)
        where TWait : struct, IWait
        where TMethod : IAsyncStateMachine => wait.Enter(_process!);

    /// <summary>The method has run to its end.</summary>
    public readonly void SetResult() => _process!.Completion.Set();

    /// <summary>The method has failed: the exception leaves through the running simulation, with its trace.</summary>
    public readonly void SetException(Exception exception) => ExceptionDispatchInfo.Throw(exception);

    /// <summary>Has no meaning here; the compiler asks for it.</summary>
    public readonly void SetStateMachine(IAsyncStateMachine method)
    {
    }
}
